package dev.visavis.inference.motion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * The face that each emotion wears at full strength, from {@code emotions.json}, which training reads, too. Strong
 * enough to be named at a glance on a picture without sound; a caller asks for less by a smaller weight.
 */
public final class EmotionTable {
    private static final float[][] FACES = read();

    private EmotionTable() {
    }

    /** Writes the emotion's weights into {@code latent} and leaves the rest of it alone. */
    public static void wear(Emotion emotion, float[] latent) {
        float[] face = face(emotion);
        System.arraycopy(face, ExplicitMotion.POSE_SIZE, latent, ExplicitMotion.POSE_SIZE,
                ExplicitMotion.SIZE - ExplicitMotion.POSE_SIZE);
    }

    /** A latent with the emotion's weights and no pose; not to be written. */
    static float[] face(Emotion emotion) {
        return FACES[emotion.ordinal()];
    }

    private static float[][] read() {
        try (InputStream in = EmotionTable.class.getResourceAsStream("emotions.json")) {
            JsonNode table = new ObjectMapper().readTree(in);
            float[][] faces = new float[Emotion.values().length][];
            for (Emotion emotion : Emotion.values()) {
                faces[emotion.ordinal()] = face(table.path(emotion.name().toLowerCase(Locale.ROOT)).path("shapes"));
            }
            return faces;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] face(JsonNode shapes) {
        float[] face = new float[ExplicitMotion.SIZE];
        shapes.properties().forEach(entry -> {
            String name = entry.getKey();
            boolean known = false;
            for (Blendshape shape : Blendshape.values()) {
                String arkit = shape.arkitName();
                if (arkit.equals(name) || arkit.equals(name + "Left") || arkit.equals(name + "Right")) {
                    face[ExplicitMotion.index(shape)] = entry.getValue().floatValue();
                    known = true;
                }
            }
            if (!known) {
                throw new IllegalStateException("emotions.json names " + name + ", which is no blendshape");
            }
        });
        return face;
    }
}
