package dev.visavis.agent.worker;

import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.photo.AnalyzedPhoto;
import dev.visavis.inference.photo.PhotoAnalysis;
import dev.visavis.inference.render.FramePicture;
import dev.visavis.signaling.protocol.AgentReply.PhotoAnalyzed;
import dev.visavis.signaling.protocol.PhotoFindings;
import dev.visavis.signaling.protocol.PhotoFindings.Box;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What was found on a photo, in the protocol's terms. */
final class FoundPhoto {
    private static final float QUALITY = 0.9f;

    private FoundPhoto() {
    }

    /** @param spec whose frame the picture gets */
    static PhotoAnalyzed reply(AnalyzedPhoto photo, PackSpec spec) {
        PhotoAnalysis found = photo.analysis();
        FramePicture picture = FramePicture.of(photo.source(), spec.width(), spec.height());
        PhotoFindings findings = new PhotoFindings(found.width(), found.height(),
                found.faces().stream().map(f -> new Box(f.x(), f.y(), f.width(), f.height())).toList(),
                found.chosen() + 1, found.pose().yaw(), found.pose().pitch(), found.pose().roll(), found.warnings(),
                spec.width(), spec.height(),
                new Box(picture.face().x, picture.face().y, picture.face().width, picture.face().height));
        return new PhotoAnalyzed(findings, Base64.getEncoder().encodeToString(jpeg(picture.image())));
    }

    /** Without any metadata of the photo, and without a file on the way, which ImageIO would otherwise make. */
    private static byte[] jpeg(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
