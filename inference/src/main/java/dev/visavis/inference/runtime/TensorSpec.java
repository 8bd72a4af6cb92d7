package dev.visavis.inference.runtime;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a tensor is called in the model, and what it holds.
 *
 * @param name in the ONNX graph
 * @param type of an element
 * @param shape every dimension fixed and positive, batch included
 */
public record TensorSpec(String name, Type type, List<Integer> shape) {
    /** Element types that packs use. */
    public enum Type {
        @JsonProperty("float32")
        FLOAT32(4), @JsonProperty("uint8")
        UINT8(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    /** @throws IllegalArgumentException if a dimension is not positive */
    public TensorSpec {
        shape = List.copyOf(shape);
        if (shape.stream().anyMatch(d -> d <= 0)) {
            throw new IllegalArgumentException("tensor '" + name + "' has a dimension that is not positive: " + shape);
        }
    }

    /** Elements in all. */
    public int elements() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    int bytes() {
        return Math.multiplyExact(elements(), type.bytes);
    }

    long[] dimensions() {
        return shape.stream().mapToLong(Integer::longValue).toArray();
    }
}
