package dev.visavis.inference.photo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.visavis.inference.portrait.PortraitException;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the landmarker finds on a list of photos, as a JSON line each: {@code inference/training/landmarks/evaluate.py}
 * compares it with MediaPipe's package.
 */
public final class LandmarkDump {
    private final ObjectMapper mapper = new ObjectMapper();

    private LandmarkDump() {
    }

    /** Photos come by standard input, a path a line: ONNX Runtime 1.29 crashes on command lines of 4 KB and more. */
    public static void main(String[] args) throws IOException {
        List<String> photos = new BufferedReader(new InputStreamReader(System.in)).lines().toList();
        LandmarkDump dump = new LandmarkDump();
        try (FaceModels models = FaceModels.load();
                var detector = models.detector().newRun();
                var network = models.landmarks().newRun()) {
            FaceFinder finder = new FaceFinder(detector);
            FaceLandmarker landmarker = new FaceLandmarker(network);
            for (String file : photos) {
                System.out.println(dump.line(Path.of(file), finder, landmarker));
            }
        }
    }

    private String line(Path file, FaceFinder finder, FaceLandmarker landmarker) throws IOException {
        ObjectNode line = mapper.createObjectNode().put("file", file.toString());
        try {
            long startNs = System.nanoTime();
            BufferedImage photo = PhotoReader.read(Files.readAllBytes(file));
            PhotoPyramid pyramid = new PhotoPyramid(photo);
            List<FaceDetection> faces = finder.find(pyramid, f -> landmarker.isFace(pyramid, FaceSquare.around(f)));
            line.put("faces", faces.size());
            if (!faces.isEmpty()) {
                FaceSquare square = FaceSquare.around(faces.get(0));
                line.set("single", mapper.valueToTree(landmarker.glance(pyramid, square).points()));
                FaceLandmarks found = landmarker.find(pyramid, square);
                line.set("landmarks", mapper.valueToTree(found.points()));
                line.set("pose", mapper.valueToTree(HeadPose.of(found)));
                line.set("quality", mapper.valueToTree(FaceQuality.of(pyramid, found)));
            }
            line.put("ms", (System.nanoTime() - startNs) / 1e6);
        } catch (PortraitException e) {
            line.put("error", e.getMessage());
        }
        return mapper.writeValueAsString(line);
    }
}
