package dev.visavis.infra.judge;

import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import java.util.ArrayList;
import java.util.List;

/**
 * What a sweep video shows: rest, then each axis of the motion latent alone, from rest to its end and back. Blendshapes
 * that come in pairs are driven together.
 */
final class SweepPlan {
    static final int REST_FRAMES = 25;
    /** A quarter of a sweep that goes both ways; half of one that goes one way. */
    private static final int QUARTER = 10;

    /**
     * One axis.
     *
     * @param name a pose axis, {@code gazeH}, {@code gazeV}, {@code cameraH}, {@code cameraV} (the eyes turn, the head
     *            turns against them, so that they stay on the camera) or an ARKit name without its side
     * @param most degrees, or a coefficient
     */
    record Axis(String name, double most) {
        boolean bothWays() {
            return name.equals("yaw") || name.equals("pitch") || name.equals("roll") || name.startsWith("gaze")
                    || name.startsWith("camera");
        }

        int frames() {
            return bothWays() ? 4 * QUARTER : 2 * QUARTER;
        }

        /** Commanded value at a frame of the sweep. */
        double at(int frame) {
            double phase = frame / (double) frames();
            return bothWays() ? most * Math.sin(2 * Math.PI * phase) : most * Math.sin(Math.PI * phase);
        }

        /** The face at rest but for this axis. */
        float[] latent(double value) {
            float[] latent = new float[ExplicitMotion.SIZE];
            ExplicitMotion.rest(latent);
            switch (name) {
                case "yaw" -> latent[ExplicitMotion.YAW] = (float) value;
                case "pitch" -> latent[ExplicitMotion.PITCH] = (float) value;
                case "roll" -> latent[ExplicitMotion.ROLL] = (float) value;
                case "cameraH" -> {
                    gazeH(latent, value);
                    latent[ExplicitMotion.YAW] -= (float) value;
                }
                case "cameraV" -> {
                    gazeV(latent, value);
                    latent[ExplicitMotion.PITCH] -= (float) value;
                }
                case "gazeH" -> gazeH(latent, value);
                case "gazeV" -> gazeV(latent, value);
                default -> shapes(latent, (float) value);
            }
            return latent;
        }

        private static void gazeH(float[] latent, double degrees) {
            look(latent, degrees, Blendshape.EYE_LOOK_OUT_LEFT, Blendshape.EYE_LOOK_IN_RIGHT,
                    Blendshape.EYE_LOOK_IN_LEFT, Blendshape.EYE_LOOK_OUT_RIGHT);
        }

        private static void gazeV(float[] latent, double degrees) {
            look(latent, degrees, Blendshape.EYE_LOOK_UP_LEFT, Blendshape.EYE_LOOK_UP_RIGHT,
                    Blendshape.EYE_LOOK_DOWN_LEFT, Blendshape.EYE_LOOK_DOWN_RIGHT);
        }

        private static void look(float[] latent, double degrees, Blendshape a, Blendshape b, Blendshape c,
                Blendshape d) {
            float share = (float) (Math.abs(degrees) / ExplicitMotion.EYE_LOOK_DEGREES);
            latent[ExplicitMotion.index(degrees > 0 ? a : c)] = share;
            latent[ExplicitMotion.index(degrees > 0 ? b : d)] = share;
        }

        private void shapes(float[] latent, float value) {
            for (Blendshape shape : Blendshape.values()) {
                if (withoutSide(shape).equals(name)) {
                    latent[ExplicitMotion.index(shape)] = value;
                }
            }
        }
    }

    private SweepPlan() {
    }

    static List<Axis> axes() {
        List<Axis> axes = new ArrayList<>(List.of(new Axis("yaw", 15), new Axis("pitch", 10), new Axis("roll", 10),
                new Axis("gazeH", 15), new Axis("gazeV", 10), new Axis("cameraH", 12), new Axis("cameraV", 8)));
        for (Blendshape shape : Blendshape.values()) {
            String name = withoutSide(shape);
            if (!name.startsWith("eyeLook") && axes.stream().noneMatch(a -> a.name.equals(name))) {
                axes.add(new Axis(name, name.equals("jawOpen") ? 0.5 : 1));
            }
        }
        return axes;
    }

    /** jawLeft, jawRight, mouthLeft and mouthRight are directions, not sides: they keep their names. */
    private static String withoutSide(Blendshape shape) {
        String name = shape.arkitName();
        boolean direction = name.matches("(jaw|mouth)(Left|Right)");
        return direction ? name : name.replaceFirst("(Left|Right)$", "");
    }
}
