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
    private final Map<String, ByteBuffer> buffers = new HashMap<>();
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();

    OnnxRun(OnnxModel model) {
        this.model = model;
        try {
            pin("input ", model.inputs(), inputs);
            pin("output ", model.outputs(), outputs);
        } catch (OrtException e) {
            close();
            throw new IllegalStateException("cannot make the buffers of " + model.name(), e);
        }
    }

    private void pin(String side, Map<String, TensorSpec> specs, Map<String, OnnxTensor> tensors) throws OrtException {
        for (Map.Entry<String, TensorSpec> entry : specs.entrySet()) {
            TensorSpec spec = entry.getValue();
            ByteBuffer buffer = ByteBuffer.allocateDirect(spec.bytes()).order(ByteOrder.nativeOrder());
            buffers.put(side + entry.getKey(), buffer);
            tensors.put(spec.name(), OnnxTensor.createTensor(OnnxRuntime.environment(), buffer, spec.dimensions(),
                    OnnxModel.javaType(spec.type())));
        }
    }

    /** The live buffer of a float input, from its start. */
    public FloatBuffer floatInput(String role) {
        return buffer("input " + role).asFloatBuffer();
    }

    /** The live buffer of a float output, from its start. */
    public FloatBuffer floatOutput(String role) {
        return buffer("output " + role).asFloatBuffer();
    }

    /** The live buffer of a byte output, from its start. */
    public ByteBuffer byteOutput(String role) {
        return buffer("output " + role).duplicate();
    }

    private ByteBuffer buffer(String sideAndRole) {
        ByteBuffer buffer = buffers.get(sideAndRole);
        if (buffer == null) {
            throw new IllegalArgumentException(model.name() + " has no " + sideAndRole);
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
