package dev.visavis.inference.runtime;

import dev.visavis.inference.pack.OnnxGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Test fixture: streaming models of a few random weights, with tensors by the roles of the explicit pack. */
public final class TinyModels {
    /** Floats in a feature frame. */
    public static final int FEATURES = 5;
    /** Floats in a motion latent. */
    public static final int LATENT = 7;
    /** Gaussian numbers that a frame of motion takes. */
    public static final int NOISE = 3;
    private static final int STATE = 4;

    private TinyModels() {
    }

    /** feature = tanh(pcm W + state V), next state = feature U. */
    public static OnnxModel audio() throws OnnxException {
        return streaming("feature", FEATURES, Map.of("pcm", 640));
    }

    /** latents = tanh(the inputs' sum, each by weights of its own), next state = latents U. */
    public static OnnxModel motion() throws OnnxException {
        return streaming("latents", LATENT, Map.of("features", FEATURES, "partner", 1, "controls", 14, "noise", NOISE));
    }

    private static OnnxModel streaming(String out, int outSize, Map<String, Integer> inputs) throws OnnxException {
        OnnxGraph graph = new OnnxGraph(3);
        Map<String, TensorSpec> specs = new HashMap<>();
        inputs.forEach((role, size) -> specs.put(role, spec(role, size)));
        specs.put("state", spec("state", STATE));
        String sum = null;
        for (TensorSpec input : specs.values()) {
            String name = input.name();
            graph.input(name, 1, input.elements()).weights(name + "W", .1, input.elements(), outSize)
                    .node("MatMul", name, name + "W", name + "Out");
            if (sum != null) {
                graph.node("Add", sum, name + "Out", name + "Sum");
            }
            sum = sum == null ? name + "Out" : name + "Sum";
        }
        byte[] bytes = graph.output(out, 1, outSize).output("next", 1, STATE).weights("U", 1, outSize, STATE)
                .node("Tanh", sum, out).node("MatMul", out, "U", "next").bytes();
        return OnnxModel.load("tiny", bytes, specs, Map.of(out, spec(out, outSize), "state", spec("next", STATE)),
                ExecutionProvider.CPU);
    }

    /** output = next state = x + state: overflows when asked to. */
    static OnnxModel adder() throws OnnxException {
        byte[] bytes = new OnnxGraph(1).input("x", 1, 2).input("state", 1, 2).output("sum", 1, 2).output("next", 1, 2)
                .node("Add", "x", "state", "sum").node("Identity", "sum", "next").bytes();
        return OnnxModel.load("adder", bytes, Map.of("x", spec("x", 2), "state", spec("state", 2)),
                Map.of("sum", spec("sum", 2), "state", spec("next", 2)), ExecutionProvider.CPU);
    }

    private static TensorSpec spec(String name, int size) {
        return new TensorSpec(name, TensorSpec.Type.FLOAT32, List.of(1, size));
    }
}
