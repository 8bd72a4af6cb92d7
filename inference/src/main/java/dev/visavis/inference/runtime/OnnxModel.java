package dev.visavis.inference.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Map;

/**
 * One loaded model, shared by all calls: its session, and its tensors by role. Thread-safe; what runs on it is an
 * {@link OnnxRun} a stage.
 */
public final class OnnxModel implements AutoCloseable {
    private final String name;
    private final OrtSession session;
    private final Map<String, TensorSpec> inputs;
    private final Map<String, TensorSpec> outputs;

    private OnnxModel(String name, OrtSession session, Map<String, TensorSpec> inputs,
            Map<String, TensorSpec> outputs) {
        this.name = name;
        this.session = session;
        this.inputs = Map.copyOf(inputs);
        this.outputs = Map.copyOf(outputs);
    }

    /**
     * @param name of the file, for messages
     * @param bytes the ONNX file
     * @param inputs by role; these must be all the model's inputs
     * @param outputs by role; the model may have others
     * @throws OnnxException if the bytes are no ONNX model, or a tensor's name, type or shape is not as said
     */
    public static OnnxModel load(String name, byte[] bytes, Map<String, TensorSpec> inputs,
            Map<String, TensorSpec> outputs, ExecutionProvider provider) throws OnnxException {
        OrtSession session;
        try {
            session = OnnxRuntime.openSession(name, bytes, provider);
        } catch (OrtException e) {
            throw new OnnxException(name + " is not a model that ONNX Runtime can load: " + OnnxRuntime.firstLine(e),
                    e);
        }
        try {
            checkAll(name, "input", session.getInputInfo(), inputs);
            checkAll(name, "output", session.getOutputInfo(), outputs);
            for (String input : session.getInputNames()) {
                if (inputs.values().stream().noneMatch(spec -> spec.name().equals(input))) {
                    throw new OnnxException(name + " needs an input '" + input + "' that pack.json does not name");
                }
            }
            return new OnnxModel(name, session, inputs, outputs);
        } catch (OrtException | OnnxException e) {
            closeQuietly(session);
            throw e instanceof OnnxException o ? o : new OnnxException(name + ": " + e.getMessage(), e);
        }
    }

    private static void checkAll(String model, String side, Map<String, NodeInfo> actual, Map<String, TensorSpec> said)
            throws OnnxException {
        for (TensorSpec spec : said.values()) {
            NodeInfo node = actual.get(spec.name());
            if (node == null) {
                throw new OnnxException(
                        model + " has no " + side + " '" + spec.name() + "'; it has " + actual.keySet());
            }
            if (!(node.getInfo() instanceof TensorInfo info) || info.type != javaType(spec.type())
                    || !fits(info.getShape(), spec.dimensions())) {
                throw new OnnxException(model + ", " + side + " '" + spec.name() + "': pack.json says "
                        + spec.type().name().toLowerCase(java.util.Locale.ROOT) + " " + spec.shape()
                        + ", the model has "
                        + node.getInfo());
            }
        }
    }

    /** A dimension the model leaves open (-1) fits anything. */
    private static boolean fits(long[] actual, long[] said) {
        if (actual.length != said.length) {
            return false;
        }
        for (int i = 0; i < said.length; i++) {
            if (actual[i] >= 0 && actual[i] != said[i]) {
                return false;
            }
        }
        return true;
    }

    static OnnxJavaType javaType(TensorSpec.Type type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case UINT8 -> OnnxJavaType.UINT8;
        };
    }

    private static void closeQuietly(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("cannot close a session", e);
        }
    }

    /** Buffers of one stage to run the model on. */
    public OnnxRun newRun() {
        return new OnnxRun(this);
    }

    String name() {
        return name;
    }

    OrtSession session() {
        return session;
    }

    /** Input tensors by role. */
    public Map<String, TensorSpec> inputs() {
        return inputs;
    }

    /** Output tensors by role. */
    public Map<String, TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public void close() {
        closeQuietly(session);
    }
}
