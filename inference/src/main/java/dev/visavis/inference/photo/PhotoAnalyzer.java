package dev.visavis.inference.photo;

import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.runtime.OnnxRun;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Finds the face on anyone's photo and says whether it can become a portrait. Loading takes a moment; the object is
 * then thread-safe and shared. An analysis takes up to about half a second of one core.
 *
 * <pre>{@code
 * try (PhotoAnalyzer analyzer = PhotoAnalyzer.load()) {
 *     AnalyzedPhoto photo = analyzer.analyze("me.jpg", Files.readAllBytes(path));
 *     photo.analysis().warnings().forEach(System.out::println);
 *     Portrait portrait = pack.openPortrait(photo.source());
 * }
 * }</pre>
 */
public final class PhotoAnalyzer implements AutoCloseable {
    private final FaceModels models;

    private PhotoAnalyzer(FaceModels models) {
        this.models = models;
    }

    /** @throws IllegalStateException if the program's own model files are missing or changed */
    public static PhotoAnalyzer load() {
        return new PhotoAnalyzer(FaceModels.load());
    }

    /**
     * Takes the largest face.
     *
     * @param name for logs and messages
     * @param bytes of a JPEG, PNG, WebP or GIF file
     * @throws PortraitException if there is no picture in the bytes or no usable face on it; the message says why, and
     *             what to do
     */
    public AnalyzedPhoto analyze(String name, byte[] bytes) throws PortraitException {
        return analyze(name, bytes, 0);
    }

    /**
     * @param face index into {@link PhotoAnalysis#faces()} of an earlier analysis of the same bytes
     * @throws PortraitException as above, or if there is no such face
     */
    public AnalyzedPhoto analyze(String name, byte[] bytes, int face) throws PortraitException {
        return analyze(name, PhotoReader.read(bytes), face);
    }

    /**
     * Follows a face over frames.
     *
     * @param landmarks of the face in the first frame, 478 x 3 in its pixels; need not be exact
     */
    public FaceTracker newTracker(float[] landmarks) {
        return new FaceTracker(models.landmarks().newRun(), landmarks);
    }

    private AnalyzedPhoto analyze(String name, BufferedImage photo, int index) throws PortraitException {
        try (OnnxRun detector = models.detector().newRun(); OnnxRun network = models.landmarks().newRun()) {
            FaceFinder finder = new FaceFinder(detector);
            FaceLandmarker landmarker = new FaceLandmarker(network);
            Found found = find(finder, landmarker, photo, index);
            int turns = Math.floorMod(Math.round(HeadPose.of(found.face).roll() / 90), 4);
            if (turns != 0) {
                found = find(finder, landmarker, Upright.turnQuarters(photo, turns), index);
            }
            return found.toAnalyzed(name, turns, index);
        }
    }

    private static Found find(FaceFinder finder, FaceLandmarker landmarker, BufferedImage photo, int index)
            throws PortraitException {
        PhotoPyramid pyramid = new PhotoPyramid(photo);
        List<FaceDetection> faces = finder.find(pyramid, f -> landmarker.isFace(pyramid, FaceSquare.around(f)));
        PhotoRules.requireFace(faces, index);
        return new Found(photo, pyramid, faces, landmarker.find(pyramid, FaceSquare.around(faces.get(index))));
    }

    private record Found(BufferedImage photo, PhotoPyramid pyramid, List<FaceDetection> faces, FaceLandmarks face) {
        AnalyzedPhoto toAnalyzed(String name, int turns, int index) throws PortraitException {
            PhotoAnalysis unjudged = new PhotoAnalysis(photo.getWidth(), photo.getHeight(), turns,
                    faces.stream().map(FaceBox::of).toList(), index, (int) Math.round(face.size()), HeadPose.of(face),
                    FaceQuality.of(pyramid, face), List.of());
            PhotoRules rules = new PhotoRules(unjudged, face.box());
            rules.refuse();
            return new AnalyzedPhoto(PortraitRegion.cut(name, photo, pyramid, face), rules.warn());
        }
    }

    @Override
    public void close() {
        models.close();
    }
}
