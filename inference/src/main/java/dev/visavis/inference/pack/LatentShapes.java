package dev.visavis.inference.pack;

import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.motion.Emotion;
import dev.visavis.inference.runtime.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Checks that a latent pack's models fit each other and the sizes that pack.json gives. */
final class LatentShapes {
    /** A dimension that only has to be the same wherever the tensor goes. */
    private static final int ANY = -1;

    private final PackFiles files;
    private final PackManifest pack;

    LatentShapes(PackFiles files) {
        this.files = files;
        this.pack = files.manifest();
    }

    void check() throws PackException {
        TensorSpec image = input("portraitEncoder", "image", 1, 3, ANY, ANY);
        if (!image.shape().get(2).equals(image.shape().get(3))) {
            throw files.problem("portraitEncoder input 'image' must be square, pack.json says " + image.shape());
        }
        same("portraitEncoder output 'appearance'", tensor("portraitEncoder", "output", "appearance"),
                "decoder input 'appearance'", tensor("decoder", "input", "appearance"));
        input("audioEncoder", "pcm", 1, AudioEncoder.FRAME_SAMPLES);
        output("audioEncoder", "feature", 1, pack.featureSize());
        same("audioEncoder input 'state'", tensor("audioEncoder", "input", "state"), "its output 'state'",
                tensor("audioEncoder", "output", "state"));
        checkMotion();
        input("decoder", "latent", 1, pack.latentSize());
        output("decoder", "frame", 1, pack.height(), pack.width(), 3);
    }

    private void checkMotion() throws PackException {
        input("motion", "features", 1, pack.hopFrames() + pack.lookaheadFrames(), pack.featureSize());
        input("motion", "previousLatents", 1, pack.previousFrames(), pack.latentSize());
        input("motion", "previousFeatures", 1, pack.previousFrames(), pack.featureSize());
        input("motion", "gaze", 1, 2);
        input("motion", "distance", 1, 1);
        input("motion", "emotion", 1, Emotion.values().length);
        input("motion", "guidance", 1, 2);
        input("motion", "noise", 1, pack.hopFrames(), pack.latentSize());
        output("motion", "latents", 1, pack.hopFrames(), pack.latentSize());
    }

    private TensorSpec input(String stage, String role, Integer... shape) throws PackException {
        return shaped(stage, "input", role, shape);
    }

    private TensorSpec output(String stage, String role, Integer... shape) throws PackException {
        return shaped(stage, "output", role, shape);
    }

    private TensorSpec shaped(String stage, String side, String role, Integer... shape) throws PackException {
        TensorSpec spec = tensor(stage, side, role);
        boolean fits = spec.shape().size() == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] == ANY || shape[i].equals(spec.shape().get(i));
        }
        if (!fits) {
            throw files.problem(stage + " " + side + " '" + role + "' must have the shape "
                    + Arrays.toString(shape).replace("-1", "any") + " for the sizes of this pack, pack.json says "
                    + spec.shape());
        }
        return spec;
    }

    private TensorSpec tensor(String stage, String side, String role) throws PackException {
        ModelSpec model = pack.models().get(stage);
        if (model == null) {
            throw files.problem("pack.json has no model '" + stage + "'");
        }
        Map<String, TensorSpec> tensors = side.equals("input") ? model.inputs() : model.outputs();
        TensorSpec spec = tensors.get(role);
        if (spec == null) {
            throw files.problem("pack.json gives model '" + stage + "' no " + side + " '" + role + "'");
        }
        TensorSpec.Type type = role.equals("frame") ? TensorSpec.Type.UINT8 : TensorSpec.Type.FLOAT32;
        if (spec.type() != type) {
            throw files.problem(
                    stage + " " + side + " '" + role + "' must be " + type + ", pack.json says " + spec.type());
        }
        return spec;
    }

    private void same(String one, TensorSpec a, String other, TensorSpec b) throws PackException {
        List<Integer> shape = a.shape();
        if (!shape.equals(b.shape())) {
            throw files.problem(one + " is " + shape + " but " + other + " is " + b.shape());
        }
    }
}
