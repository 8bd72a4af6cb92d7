package dev.visavis.inference.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A model with one stage's own direct input and output buffers, pinned for the stage's life: {@link #run} reads the one
 * and writes the other, and copies nothing. Not thread-safe.
 */
public final class OnnxRun implements AutoCloseable {
    private final OnnxModel model;
    private final Map<String, ByteBuffer> inputBuffers = new HashMap<>();
    private final Map<String, ByteBuffer> outputBuffers = new HashMap<>();
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();

    OnnxRun(OnnxModel model) {
        this.model = model;
        try {
            pin(model.inputs(), inputBuffers, inputs);
            pin(model.outputs(), outputBuffers, outputs);
        } catch (OrtException e) {
            close();
            throw new IllegalStateException("cannot make the buffers of " + model.name(), e);
        }
    }

    private static void pin(Map<String, TensorSpec> specs, Map<String, ByteBuffer> buffers,
            Map<String, OnnxTensor> tensors) throws OrtException {
        for (Map.Entry<String, TensorSpec> entry : specs.entrySet()) {
            TensorSpec spec = entry.getValue();
            ByteBuffer buffer = ByteBuffer.allocateDirect(spec.bytes()).order(ByteOrder.nativeOrder());
            buffers.put(entry.getKey(), buffer);
            tensors.put(spec.name(), OnnxTensor.createTensor(OnnxRuntime.environment(), buffer, spec.dimensions(),
                    OnnxModel.javaType(spec.type())));
        }
    }

    /** A new view of a float input, at its start; a stage asks once and keeps it. */
    public FloatBuffer floatInput(String role) {
        return buffer(inputBuffers, "input", role).asFloatBuffer();
    }

    /** A new view of a float output, at its start. */
    public FloatBuffer floatOutput(String role) {
        return buffer(outputBuffers, "output", role).asFloatBuffer();
    }

    /** A new view of a byte output, at its start. */
    public ByteBuffer byteOutput(String role) {
        return buffer(outputBuffers, "output", role).duplicate();
    }

    private ByteBuffer buffer(Map<String, ByteBuffer> buffers, String side, String role) {
        ByteBuffer buffer = buffers.get(role);
        if (buffer == null) {
            throw new IllegalArgumentException(model.name() + " has no " + side + " '" + role + "'");
        }
        return buffer;
    }

    /**
     * Hot path.
     *
     * @throws IllegalStateException if the model fails; the stage is then of no more use
     */
    public void run() {
        try {
            model.session().run(inputs, outputs).close(); // the outputs lie in their own buffers
        } catch (OrtException e) {
            throw new IllegalStateException(model.name() + " failed: " + OnnxRuntime.firstLine(e), e);
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        inputs.clear();
        outputs.clear();
    }
}
