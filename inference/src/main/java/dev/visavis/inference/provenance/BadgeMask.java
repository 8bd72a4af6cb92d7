package dev.visavis.inference.provenance;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/**
 * The badge for one frame size: where it lies (even coordinates, for the sake of chroma), its luma and how much of it
 * covers the picture, 0..256. The letters are drawn as strokes: a server's Java often has no fonts.
 */
record BadgeMask(int frameWidth, int frameHeight, int left, int top, int width, int[] luma, int[] alpha,
        int[] chromaAlpha) {

    private static final double PLATE_ALPHA = 0.55;
    private static final int PLATE_LUMA = 24;
    private static final int LETTER_LUMA = 232;

    boolean isFor(int width, int height) {
        return frameWidth == width && frameHeight == height;
    }

    static BadgeMask draw(int frameWidth, int frameHeight) {
        int shorter = Math.min(frameWidth, frameHeight);
        int height = Math.min(frameHeight, Math.max(4, even(shorter / 14.0)));
        int width = Math.min(frameWidth, Math.max(4, even(1.35 * height)));
        int margin = even(shorter / 40.0);
        int left = Math.max(0, frameWidth - width - margin);
        int top = Math.max(0, frameHeight - height - margin);
        int[] plate = coverage(width, height, BadgeMask::drawPlate);
        int[] letters = coverage(width, height, BadgeMask::drawLetters);
        int[] luma = new int[plate.length];
        int[] alpha = new int[plate.length];
        for (int i = 0; i < plate.length; i++) {
            double letter = letters[i] / 255.0;
            alpha[i] = (int) Math.round(256 * Math.max(letter, PLATE_ALPHA * plate[i] / 255.0));
            luma[i] = (int) Math.round(PLATE_LUMA + letter * (LETTER_LUMA - PLATE_LUMA));
        }
        return new BadgeMask(frameWidth, frameHeight, left, top, width, luma, alpha, halved(alpha, width));
    }

    private static int even(double x) {
        return 2 * (int) Math.round(x / 2);
    }

    private static int[] halved(int[] alpha, int width) {
        int half = width / 2;
        int[] out = new int[alpha.length / 4];
        for (int i = 0; i < out.length; i++) {
            int at = i / half * 2 * width + i % half * 2;
            out[i] = (alpha[at] + alpha[at + 1] + alpha[at + width] + alpha[at + width + 1] + 2) / 4;
        }
        return out;
    }

    private interface Drawing {
        void draw(Graphics2D g);
    }

    /** How much of each pixel a drawing covers, 0..255. The drawing's canvas is 1.35 wide and 1 high. */
    private static int[] coverage(int width, int height, Drawing drawing) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(Color.WHITE);
        g.transform(AffineTransform.getScaleInstance(width / 1.35, height));
        drawing.draw(g);
        g.dispose();
        return image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
    }

    private static void drawPlate(Graphics2D g) {
        g.fill(new RoundRectangle2D.Double(0, 0, 1.35, 1, 0.4, 0.4));
    }

    private static void drawLetters(Graphics2D g) {
        Path2D letters = new Path2D.Double();
        letters.moveTo(0.24, 0.76); // A
        letters.lineTo(0.49, 0.24);
        letters.lineTo(0.74, 0.76);
        letters.moveTo(0.34, 0.59);
        letters.lineTo(0.64, 0.59);
        letters.moveTo(1.02, 0.22); // I
        letters.lineTo(1.02, 0.78);
        g.setStroke(new BasicStroke(0.11f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        g.draw(letters);
    }
}
