package dev.visavis.demo.photo;

import dev.visavis.inference.portrait.PortraitSource;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Draws what was found on a photo: the face's box, its points, and the irises in a colour of their own. */
public final class FoundPicture {
    private static final int MESH_POINTS = 468;
    private static final Color BOX = new Color(255, 214, 10);
    private static final Color MESH = new Color(40, 230, 170);
    private static final Color IRIS = new Color(255, 70, 160);

    private FoundPicture() {
    }

    /** @return the source's picture, drawn over */
    public static BufferedImage draw(PortraitSource source) {
        BufferedImage photo = source.image();
        BufferedImage drawn = new BufferedImage(photo.getWidth(), photo.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = drawn.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.drawImage(photo, 0, 0, null);
        float[] points = source.landmarks();
        Rectangle2D box = new Rectangle2D.Float(points[0], points[1], 0, 0);
        for (int p = 0; p < MESH_POINTS; p++) {
            box.add(points[3 * p], points[3 * p + 1]);
        }
        double radius = Math.max(0.8, box.getHeight() / 300);
        for (int p = 0; p < PortraitSource.LANDMARKS; p++) {
            pen.setColor(p < MESH_POINTS ? MESH : IRIS);
            pen.fill(new Ellipse2D.Double(points[3 * p] - radius, points[3 * p + 1] - radius, 2 * radius, 2 * radius));
        }
        pen.setColor(BOX);
        pen.setStroke(new BasicStroke((float) Math.max(1.5, box.getHeight() / 150)));
        pen.draw(box);
        pen.dispose();
        return drawn;
    }
}
