package dev.visavis.agent.worker;

import dev.visavis.inference.encoder.FramePicture;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.photo.AnalyzedPhoto;
import dev.visavis.inference.photo.PhotoAnalysis;
import dev.visavis.signaling.protocol.AgentReply.PhotoAnalyzed;
import dev.visavis.signaling.protocol.PhotoFindings.Box;
import dev.visavis.signaling.protocol.PhotoFindings;
import java.util.Base64;

/** What was found on a photo, in the protocol's terms. */
final class FoundPhoto {
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
        return new PhotoAnalyzed(findings, Base64.getEncoder().encodeToString(Jpeg.encode(picture.image())));
    }
}
