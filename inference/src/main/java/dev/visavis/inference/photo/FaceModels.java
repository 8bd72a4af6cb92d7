package dev.visavis.inference.photo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.visavis.inference.runtime.ExecutionProvider;
import dev.visavis.inference.runtime.OnnxException;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The two networks that lie beside this class, checked against the hashes in {@code models.json}. */
record FaceModels(OnnxModel detector, OnnxModel landmarks) implements AutoCloseable {
    static final String IMAGE = "image";
    static final String FACES = "faces";
    static final String LANDMARKS = "landmarks";
    static final String MIRRORED = "mirrored";
    static final String PRESENCE = "presence";
    static final int DETECTOR_SIDE = 128;
    static final int LANDMARKS_SIDE = 192;
    /** The detector's answers, each a score and 16 fractions of its input. */
    static final int ANCHORS = 896;
    static final int ANCHOR_FLOATS = 17;
    static final int POINTS = 478;

    static FaceModels load() {
        OnnxModel detector = load("detector.onnx", DETECTOR_SIDE, Map.of(FACES, tensor(FACES, ANCHORS, ANCHOR_FLOATS)));
        try {
            return new FaceModels(detector, load("landmarks.onnx", LANDMARKS_SIDE,
                    Map.of(LANDMARKS, tensor(LANDMARKS, POINTS, 3), MIRRORED, tensor(MIRRORED, POINTS, 3), PRESENCE,
                            tensor(PRESENCE, 1))));
        } catch (IllegalStateException e) {
            detector.close();
            throw e;
        }
    }

    private static OnnxModel load(String file, int side, Map<String, TensorSpec> outputs) {
        try {
            byte[] bytes = resource(file);
            JsonNode hashes = new ObjectMapper().readTree(resource("models.json")).path("files");
            String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            if (!digest.equals(hashes.path(file).asText())) {
                throw new IllegalStateException(file + " is not the file that models.json names; build again");
            }
            return OnnxModel.load(file, bytes, Map.of(IMAGE, tensor(IMAGE, 1, 3, side, side)), outputs,
                    ExecutionProvider.CPU);
        } catch (IOException | OnnxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot load " + file + " from this program's own files; build again", e);
        }
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = FaceModels.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is missing");
            }
            return in.readAllBytes();
        }
    }

    private static TensorSpec tensor(String name, Integer... shape) {
        return new TensorSpec(name, TensorSpec.Type.FLOAT32, List.of(shape));
    }

    @Override
    public void close() {
        detector.close();
        landmarks.close();
    }
}
