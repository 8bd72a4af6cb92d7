package dev.visavis.inference.pack;

import dev.visavis.inference.runtime.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Test fixture: writes a latent pack with random weights. Its sizes differ from the explicit pack's wherever they can
 * (latent 24, features 16 with a state, hop 2, look-ahead 2, five previous frames), and the pictures are 512x512.
 */
public final class TinyLatentPack {
    /** Floats in its motion latent. */
    public static final int LATENT = 24;
    private static final int FEATURE = 16;
    private static final int STATE = 8;
    private static final int HOP = 2;
    private static final int LOOKAHEAD = 2;
    private static final int PREVIOUS = 5;
    private static final int SIDE = 512;

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, ModelSpec> models = new LinkedHashMap<>();

    private TinyLatentPack(long seed) {
        addPortraitEncoder(new OnnxGraph(seed));
        addAudioEncoder(new OnnxGraph(seed + 1));
        addMotion(new OnnxGraph(seed + 2));
        addDecoder(new OnnxGraph(seed + 3));
    }

    /**
     * Writes {@code pack.json} and four ONNX files.
     *
     * @param folder is made if it is not there
     * @param seed same seed, same weights
     */
    public static void write(Path folder, long seed) throws IOException {
        TinyLatentPack pack = new TinyLatentPack(seed);
        Files.createDirectories(folder);
        Map<String, String> hashes = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : pack.files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
            hashes.put(file.getKey(), PackFiles.sha256(file.getValue()));
        }
        PackManifest manifest = new PackManifest(PackManifest.FORMAT_VERSION, "tiny-latent", PackManifest.Kind.LATENT,
                List.of(new PackManifest.Licence("everything", "Apache-2.0", "random numbers")), SIDE, SIDE, 25,
                FEATURE,
                LATENT, HOP, 20 + 40 * LOOKAHEAD, PREVIOUS, 1, Map.of("audio", 1f, "gaze", 1f), hashes, pack.models);
        Files.write(folder.resolve(PackManifest.FILE), manifest.toJson());
    }

    private void addPortraitEncoder(OnnxGraph g) {
        byte[] onnx = g.input("image", 1, 3, 64, 64).output("appearance", 1, 8, 16, 16)
                .weights("w", 1.5, 8, 3, 4, 4)
                .nodeWithInts("Conv", "strides", new long[] {4, 4}, "image", "w", "folded")
                .node("Tanh", "folded", "appearance").bytes();
        add("portraitEncoder", onnx, Map.of("image", spec(1, 3, 64, 64)), Map.of("appearance", spec(1, 8, 16, 16)));
    }

    /** The tensors of the state are called stateIn and stateOut in the graph; both have the role "state". */
    private void addAudioEncoder(OnnxGraph g) {
        byte[] onnx = g.input("pcm", 1, 640).input("stateIn", 1, STATE).output("feature", 1, FEATURE)
                .output("stateOut", 1, STATE).weights("wp", 1, 640, FEATURE).weights("ws", 0.3, STATE, FEATURE)
                .weights("wo", 0.5, FEATURE, STATE).node("MatMul", "pcm", "wp", "heard")
                .node("MatMul", "stateIn", "ws", "kept").node("Add", "heard", "kept", "sum")
                .node("Tanh", "sum", "feature").node("MatMul", "feature", "wo", "next").node("Tanh", "next", "stateOut")
                .bytes();
        add("audioEncoder", onnx, Map.of("pcm", spec(1, 640), "state", named("stateIn", 1, STATE)),
                Map.of("feature", spec(1, FEATURE), "state", named("stateOut", 1, STATE)));
    }

    private void addMotion(OnnxGraph g) {
        Map<String, TensorSpec> inputs = new LinkedHashMap<>();
        inputs.put("features", spec(1, HOP + LOOKAHEAD, FEATURE));
        inputs.put("previousLatents", spec(1, PREVIOUS, LATENT));
        inputs.put("previousFeatures", spec(1, PREVIOUS, FEATURE));
        inputs.put("gaze", spec(1, 2));
        inputs.put("distance", spec(1, 1));
        inputs.put("emotion", spec(1, 8));
        inputs.put("guidance", spec(1, 2));
        inputs.put("noise", spec(1, HOP, LATENT));
        String sum = null;
        for (Map.Entry<String, TensorSpec> input : inputs.entrySet()) {
            String role = input.getKey();
            int size = input.getValue().elements();
            g.input(role, input.getValue().shape().stream().mapToLong(d -> d).toArray());
            g.weights(role + "W", 0.5 / Math.sqrt(size), size, HOP * LATENT);
            g.nodeWithInt("Flatten", "axis", 1, role, role + "Flat");
            g.node("MatMul", role + "Flat", role + "W", role + "Out");
            if (sum != null) {
                g.node("Add", sum, role + "Out", role + "Sum");
            }
            sum = sum == null ? role + "Out" : role + "Sum";
        }
        byte[] onnx = g.output("latents", 1, HOP, LATENT).longs("shape", 1, HOP, LATENT)
                .node("Tanh", sum, "bounded").node("Reshape", "bounded", "shape", "latents").bytes();
        add("motion", onnx, inputs, Map.of("latents", spec(1, HOP, LATENT)));
    }

    private void addDecoder(OnnxGraph g) {
        byte[] onnx = g.input("appearance", 1, 8, 16, 16).input("latent", 1, LATENT)
                .bytesOutput("frame", 1, SIDE, SIDE, 3).weights("wl", 0.5, LATENT, 8).longs("shape", 1, 8, 1, 1)
                .weights("wc", 0.5, 3, 8, 3, 3).floats("scales", 1, 1, 32, 32).floats("white", 255)
                .node("MatMul", "latent", "wl", "shift").node("Reshape", "shift", "shape", "shiftMap")
                .node("Add", "appearance", "shiftMap", "moved").node("Tanh", "moved", "bounded")
                .nodeWithInts("Conv", "pads", new long[] {1, 1, 1, 1}, "bounded", "wc", "small")
                .node("Sigmoid", "small", "unit").node("Mul", "unit", "white", "bytes")
                .nodeWithText("Resize", "mode", "linear", "bytes", "", "scales", "large")
                .nodeWithInts("Transpose", "perm", new long[] {0, 2, 3, 1}, "large", "last")
                .nodeWithInt("Cast", "to", 2, "last", "frame").bytes();
        add("decoder", onnx, Map.of("appearance", spec(1, 8, 16, 16), "latent", spec(1, LATENT)),
                Map.of("frame", new TensorSpec("frame", TensorSpec.Type.UINT8, List.of(1, SIDE, SIDE, 3))));
    }

    private void add(String stage, byte[] onnx, Map<String, TensorSpec> inputs, Map<String, TensorSpec> outputs) {
        files.put(stage + ".onnx", onnx);
        models.put(stage, new ModelSpec(stage + ".onnx", withNames(inputs), withNames(outputs)));
    }

    /** Where no other name is given the tensor is called as its role. */
    private static Map<String, TensorSpec> withNames(Map<String, TensorSpec> tensors) {
        Map<String, TensorSpec> named = new TreeMap<>();
        tensors.forEach((role, spec) -> named.put(role,
                spec.name().isEmpty() ? new TensorSpec(role, spec.type(), spec.shape()) : spec));
        return named;
    }

    private static TensorSpec spec(Integer... shape) {
        return named("", shape);
    }

    private static TensorSpec named(String name, Integer... shape) {
        return new TensorSpec(name, TensorSpec.Type.FLOAT32, List.of(shape));
    }
}
