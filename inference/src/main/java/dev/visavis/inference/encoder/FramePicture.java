package dev.visavis.inference.encoder;

import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.image.ImageResampler;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.portrait.PortraitSource;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;

/**
 * A photo framed as the explicit renderer frames it: what a person sees of their photo before they call it.
 *
 * @param image of the frame's size, {@link BufferedImage#TYPE_3BYTE_BGR}
 * @param face box of the face's mesh in its pixels
 */
public record FramePicture(BufferedImage image, Rectangle face) {

    /** @param source with landmarks */
    public static FramePicture of(PortraitSource source, int width, int height) {
        BufferedImage photo = source.image();
        FrameCrop crop = FrameCrop.around(source.landmarks(), photo.getWidth(), photo.getHeight(), width, height);
        YuvImage framed = new ImageResampler(photo).read(crop.left(), crop.top(), crop.step(), width, height);
        PhotoEdges.extend(framed, Math.max(0, (int) Math.ceil(-crop.left() / crop.step())),
                Math.max(0, (int) Math.ceil(-crop.top() / crop.step())),
                Math.min(width, (int) Math.floor((photo.getWidth() - crop.left()) / crop.step())),
                Math.min(height, (int) Math.floor((photo.getHeight() - crop.top()) / crop.step())));
        return new FramePicture(framed.toImage(), box(crop.toFrame(source.landmarks())));
    }

    private static Rectangle box(float[] points) {
        Rectangle box = new Rectangle(Math.round(points[0]), Math.round(points[1]), 0, 0);
        for (int i = 0; i < 3 * FaceModel.VERTICES; i += 3) {
            box.add(Math.round(points[i]), Math.round(points[i + 1]));
        }
        return box;
    }
}
