package dev.visavis.inference.pack;

import dev.visavis.inference.runtime.TensorSpec;
import java.util.Map;

/**
 * One ONNX model of a pack.
 *
 * @param file in the pack
 * @param inputs tensors by role; these must be all the model's inputs
 * @param outputs tensors by role
 */
record ModelSpec(String file, Map<String, TensorSpec> inputs, Map<String, TensorSpec> outputs) {
}
