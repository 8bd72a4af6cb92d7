package dev.visavis.inference.pack;

import dev.visavis.inference.runtime.TensorSpec;
import java.util.Arrays;
import java.util.Map;

/** Checks what pack.json says of its models' tensors against what a kind of pack needs; what is wrong is named. */
final class TensorShapes {
    /** A dimension that only has to be the same wherever the tensor goes. */
    static final int ANY = -1;

    private final PackFiles files;
    private final PackManifest pack;

    TensorShapes(PackFiles files) {
        this.files = files;
        this.pack = files.manifest();
    }

    TensorSpec input(String stage, String role, Integer... shape) throws PackException {
        return shaped(stage, "input", role, shape);
    }

    TensorSpec output(String stage, String role, Integer... shape) throws PackException {
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

    /** The output of one stage is an input of another, or of itself. */
    void flows(String from, String to, String role) throws PackException {
        TensorSpec given = tensor(from, "output", role);
        TensorSpec taken = tensor(to, "input", role);
        if (!given.shape().equals(taken.shape())) {
            throw files.problem(from + " output '" + role + "' is " + given.shape() + " but " + to + " input '" + role
                    + "' is " + taken.shape());
        }
    }
}
