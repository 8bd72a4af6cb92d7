package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.Emotion;
import dev.visavis.inference.motion.EmotionTable;
import dev.visavis.inference.motion.ExplicitMotion;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One picture of many poses, for people to judge a portrait by: visemes, lids, gaze, expressions, head turns. */
public final class ContactSheet {
    /**
     * One cell of the sheet.
     *
     * @param title drawn over the cell
     * @param latent in {@link ExplicitMotion}'s layout
     */
    public record Cell(String title, float[] latent) {
    }

    private ContactSheet() {
    }

    /** The standard poses. */
    public static List<Cell> poses() {
        return ContactSheetPoses.all();
    }

    /**
     * Draws the cells row by row.
     *
     * @param decoder of an explicit portrait; stays the caller's to close
     * @param columns cells in a row
     */
    public static BufferedImage draw(FaceDecoder decoder, int width, int height, List<Cell> cells, int columns) {
        int rows = (cells.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
        I420Frame frame = new I420Frame(width, height);
        Graphics2D pen = sheet.createGraphics();
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, Math.max(10, height / 24)));
        pen.setColor(Color.YELLOW);
        for (int i = 0; i < cells.size(); i++) {
            int x = i % columns * width;
            int y = i / columns * height;
            decoder.decode(cells.get(i).latent(), frame);
            pen.drawImage(picture(frame), x, y, null);
            pen.drawString(cells.get(i).title(), x + width / 64, y + height / 18);
        }
        pen.dispose();
        return sheet;
    }

    /** A frame as an RGB picture; chroma is repeated. */
    public static BufferedImage picture(I420Frame frame) {
        int w = frame.width();
        BufferedImage image = new BufferedImage(w, frame.height(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[w];
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < w; x++) {
                int c = y / 2 * (w / 2) + x / 2;
                row[x] = Yuv.rgb(frame.y()[y * w + x] & 0xFF, frame.u()[c] & 0xFF, frame.v()[c] & 0xFF);
            }
            image.getRaster().setDataElements(0, y, w, 1, row);
        }
        return image;
    }

    /** Builds the standard list. */
    private static final class ContactSheetPoses {
        private final List<Cell> cells = new ArrayList<>();

        static List<Cell> all() {
            ContactSheetPoses poses = new ContactSheetPoses();
            poses.visemes();
            poses.eyes();
            poses.expressions();
            poses.turns();
            return poses.cells;
        }

        private void visemes() {
            add("rest");
            add("AA", "jawOpen", .36, "mouthLowerDown", .2, "mouthUpperUp", .18);
            add("EE", "jawOpen", .1, "mouthSmile", .25, "mouthStretch", .3, "mouthLowerDown", .4, "mouthUpperUp", .28);
            add("OO", "jawOpen", .1, "mouthPucker", .6, "mouthFunnel", .4);
            add("OH", "jawOpen", .28, "mouthFunnel", .5, "mouthPucker", .28);
            add("FV", "jawOpen", .05, "mouthRollLower", .5, "mouthUpperUp", .35, "mouthShrugLower", .1);
            add("MBP", "mouthPress", .38, "mouthRollUpper", .2, "mouthRollLower", .22);
            add("TH", "jawOpen", .12, "mouthLowerDown", .24, "mouthUpperUp", .16, "tongueUp", .7, "tongueOut", .5);
            add("L", "jawOpen", .17, "mouthLowerDown", .2, "mouthUpperUp", .14, "tongueUp", .9);
            add("jawOpen .6", "jawOpen", .6);
            add("open, closed", "jawOpen", .35, "mouthClose", .35);
            add("tongue out", "jawOpen", .3, "tongueOut", 1., "mouthLowerDown", .2);
        }

        private void eyes() {
            add("blink .5", "eyeBlink", .5);
            add("blink", "eyeBlink", 1.);
            add("wink", "eyeBlinkLeft", 1., "cheekSquintLeft", .5);
            add("look to image left", "eyeLookOutRight", .6, "eyeLookInLeft", .6);
            add("look to image right", "eyeLookInRight", .6, "eyeLookOutLeft", .6);
            add("look up", "eyeLookUp", .6);
            add("look down", "eyeLookDown", .6);
            add("small look", "eyeLookInRight", .2, "eyeLookOutLeft", .2, "eyeLookDown", .1);
        }

        private void expressions() {
            add("smile", "mouthSmile", .7, "cheekSquint", .5, "eyeSquint", .3);
            add("happy AA", "mouthSmile", .5, "cheekSquint", .4, "jawOpen", .25, "mouthUpperUp", .3, "mouthLowerDown",
                    .2);
            add("brows up", "browInnerUp", 1., "browOuterUp", 1., "eyeWide", .4);
            add("frown", "browDown", 1., "mouthFrown", .6);
            for (Emotion emotion : Emotion.values()) {
                if (emotion != Emotion.NEUTRAL) {
                    EmotionTable.wear(emotion, add(emotion.name().toLowerCase(Locale.ROOT)).latent());
                }
            }
        }

        private void turns() {
            int[][] angles = {{12, 0, 0}, {-12, 0, 0}, {20, 0, 0}, {-20, 0, 0}, {0, 8, 0}, {0, -8, 0}, {0, 15, 0},
                {0, -15, 0}, {0, 0, 6}, {0, 0, -6}, {0, 0, 12}, {0, 0, -12}};
            for (int[] a : angles) {
                String axis = a[0] != 0 ? "yaw " : a[1] != 0 ? "pitch " : "roll ";
                Cell cell = add(axis + (a[0] + a[1] + a[2]));
                for (int k = 0; k < 3; k++) {
                    cell.latent()[k] = a[k];
                }
            }
            for (int yaw : new int[] {12, -12}) {
                Cell turned = add("AA at yaw " + yaw, "jawOpen", .36, "mouthLowerDown", .2, "mouthUpperUp", .18);
                turned.latent()[ExplicitMotion.YAW] = yaw;
                turned.latent()[ExplicitMotion.PITCH] = 4;
            }
            add("scale 1.3").latent()[ExplicitMotion.SCALE] = 1.3f;
            add("scale 0.75").latent()[ExplicitMotion.SCALE] = 0.75f;
            add("aside").latent()[ExplicitMotion.TX] = 0.15f;
        }

        /** Name and coefficient in turn; a name without side means both. */
        private Cell add(String title, Object... shapes) {
            float[] latent = new float[ExplicitMotion.SIZE];
            ExplicitMotion.rest(latent);
            for (int i = 0; i < shapes.length; i += 2) {
                String name = (String) shapes[i];
                for (Blendshape shape : Blendshape.values()) {
                    String arkit = shape.arkitName();
                    if (arkit.equals(name) || arkit.equals(name + "Left") || arkit.equals(name + "Right")) {
                        latent[ExplicitMotion.index(shape)] = ((Double) shapes[i + 1]).floatValue();
                    }
                }
            }
            Cell cell = new Cell(title, latent);
            cells.add(cell);
            return cell;
        }
    }
}
