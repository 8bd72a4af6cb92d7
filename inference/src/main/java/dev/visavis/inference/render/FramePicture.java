package dev.visavis.inference.render;

import dev.visavis.inference.portrait.PortraitSource;
import java.awt.Graphics2D;
import java.awt.Image;
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
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Rectangle wanted = new Rectangle((int) Math.round(crop.left()), (int) Math.round(crop.top()),
                (int) Math.round(width * crop.step()), (int) Math.round(height * crop.step()));
        Rectangle there = wanted.intersection(new Rectangle(photo.getWidth(), photo.getHeight()));
        // Smooth at any reduction; Graphics2D alone looks at four pixels or sixteen.
        Image scaled = photo.getSubimage(there.x, there.y, there.width, there.height).getScaledInstance(
                frame(there.width, crop), frame(there.height, crop), Image.SCALE_AREA_AVERAGING);
        Graphics2D pen = image.createGraphics();
        pen.drawImage(scaled, frame(there.x - wanted.x, crop), frame(there.y - wanted.y, crop), null);
        pen.dispose();
        return new FramePicture(image, box(crop.toFrame(source.landmarks())));
    }

    private static int frame(int photoPixels, FrameCrop crop) {
        return (int) Math.round(photoPixels / crop.step());
    }

    private static Rectangle box(float[] points) {
        Rectangle box = new Rectangle(Math.round(points[0]), Math.round(points[1]), 0, 0);
        for (int i = 0; i < 3 * FaceModel.VERTICES; i += 3) {
            box.add(Math.round(points[i]), Math.round(points[i + 1]));
        }
        return box;
    }
}
