package dev.visavis.inference.face;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reader of the safetensors format: an unsigned 64-bit header length, a JSON header, raw little-endian data
 * (https://github.com/huggingface/safetensors). Every error is an IllegalArgumentException that names the tensor.
 */
final class SafeTensors {
    private final JsonNode header;
    private final ByteBuffer data;

    SafeTensors(ByteBuffer file) {
        ByteBuffer bytes = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < 8) {
            throw new IllegalArgumentException("not a safetensors file: it has only " + bytes.remaining() + " bytes");
        }
        long length = bytes.getLong();
        if (length < 2 || length > bytes.remaining()) {
            throw new IllegalArgumentException("not a safetensors file: header of " + length + " bytes in a file of "
                    + (bytes.remaining() + 8));
        }
        byte[] json = new byte[(int) length];
        bytes.get(json);
        header = parse(json);
        data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static JsonNode parse(byte[] json) {
        try {
            JsonNode node = new ObjectMapper().readTree(new String(json, java.nio.charset.StandardCharsets.UTF_8));
            if (!node.isObject()) {
                throw new IllegalArgumentException("not a safetensors file: its header is not a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a safetensors file: its header is not JSON", e);
        }
    }

    /** Names of the tensors that start with {@code prefix}. */
    List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        header.fieldNames().forEachRemaining(name -> {
            if (name.startsWith(prefix) && !name.equals("__metadata__")) {
                names.add(name);
            }
        });
        return names;
    }

    /** First side of a tensor. */
    int rows(String name) {
        JsonNode shape = tensor(name).path("shape");
        if (shape.size() == 0 || !shape.get(0).canConvertToInt()) {
            throw new IllegalArgumentException("tensor " + name + " has shape " + shape + ", wanted rows");
        }
        return shape.get(0).intValue();
    }

    /** A real tensor, F16 or F32, of the given shape; finite. */
    float[] floats(String name, int... shape) {
        String type = tensor(name).path("dtype").asText();
        int width = switch (type) {
            case "F16" -> 2;
            case "F32" -> 4;
            default -> throw new IllegalArgumentException("tensor " + name + " is " + type + ", wanted F16 or F32");
        };
        ByteBuffer bytes = bytes(name, width, shape);
        float[] out = new float[bytes.remaining() / width];
        for (int i = 0; i < out.length; i++) {
            out[i] = width == 4 ? bytes.getFloat() : half(bytes.getShort());
            if (!Float.isFinite(out[i])) {
                throw new IllegalArgumentException("tensor " + name + " holds a number that is not finite");
            }
        }
        return out;
    }

    /** An unsigned whole-number tensor, U8 or U16, of the given shape, each below {@code bound}. */
    int[] indices(String name, int bound, int... shape) {
        String type = tensor(name).path("dtype").asText();
        int width = switch (type) {
            case "U8" -> 1;
            case "U16" -> 2;
            default -> throw new IllegalArgumentException("tensor " + name + " is " + type + ", wanted U8 or U16");
        };
        ByteBuffer bytes = bytes(name, width, shape);
        int[] out = new int[bytes.remaining() / width];
        for (int i = 0; i < out.length; i++) {
            out[i] = width == 2 ? bytes.getShort() & 0xFFFF : bytes.get() & 0xFF;
            if (out[i] >= bound) {
                throw new IllegalArgumentException("tensor " + name + " holds " + out[i] + ", wanted below " + bound);
            }
        }
        return out;
    }

    private JsonNode tensor(String name) {
        JsonNode node = header.get(name);
        if (node == null) {
            throw new IllegalArgumentException("tensor " + name + " is missing");
        }
        return node;
    }

    private ByteBuffer bytes(String name, int width, int... shape) {
        JsonNode node = tensor(name);
        long size = width;
        boolean same = node.path("shape").size() == shape.length;
        for (int i = 0; i < shape.length; i++) {
            same = same && node.path("shape").get(i).asInt(-1) == shape[i];
            size *= shape[i];
        }
        if (!same) {
            throw new IllegalArgumentException("tensor " + name + " has shape " + node.path("shape") + ", wanted "
                    + java.util.Arrays.toString(shape));
        }
        long from = node.path("data_offsets").path(0).asLong(-1);
        long to = node.path("data_offsets").path(1).asLong(-1);
        if (from < 0 || to > data.capacity() || to - from != size) {
            throw new IllegalArgumentException("tensor " + name + " lies at " + from + ".." + to + " of "
                    + data.capacity() + " bytes, wanted " + size + " bytes");
        }
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN).position((int) from).limit((int) to);
    }

    /** IEEE 754 binary16 (Java 17 has no Float.float16ToFloat). */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else if (exponent == 31) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
