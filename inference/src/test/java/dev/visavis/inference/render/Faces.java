package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.Presenters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The embedded face model and the presenters, prepared once for all tests, and short ways to draw them. */
final class Faces {
    static final int SIZE = 512;
    static final FaceModel MODEL = FaceModel.read(ByteBuffer.wrap(modelBytes()));
    private static final Map<String, ExplicitPortrait> PORTRAITS = new ConcurrentHashMap<>();

    private Faces() {
    }

    static byte[] modelBytes() {
        try (InputStream in = FaceModel.class.getResourceAsStream("/dev/visavis/inference/explicit/face.safetensors")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ExplicitPortrait portrait(String id) {
        return PORTRAITS.computeIfAbsent(id, key -> {
            try {
                return new ExplicitPortraitEncoder(MODEL, SIZE, SIZE).encode(Presenters.open(key).orElseThrow());
            } catch (PortraitException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static float[] rest() {
        float[] latent = new float[ExplicitMotion.SIZE];
        ExplicitMotion.rest(latent);
        return latent;
    }

    static float[] with(Blendshape shape, float weight) {
        return with(rest(), shape, weight);
    }

    static float[] with(float[] latent, Blendshape shape, float weight) {
        float[] out = latent.clone();
        out[ExplicitMotion.index(shape)] = weight;
        return out;
    }

    static float[] posed(int index, float value) {
        float[] latent = rest();
        latent[index] = value;
        return latent;
    }

    static I420Frame draw(ExplicitPortrait portrait, float[] latent) {
        I420Frame frame = new I420Frame(portrait.width(), portrait.height());
        try (ExplicitFaceDecoder decoder = new ExplicitFaceDecoder(portrait)) {
            decoder.decode(latent, frame);
        }
        return frame;
    }

    /** Where the latent puts every mesh vertex in the frame, x y z. */
    static float[] vertices(ExplicitPortrait portrait, float[] latent) {
        Motion motion = new Motion();
        motion.read(latent);
        MeshDeformer deformer = new MeshDeformer(portrait.mesh, portrait.shapes);
        deformer.deform(motion);
        HeadPose pose = new HeadPose(portrait.mesh.pivot, portrait.pixelsPerCm, 2 * portrait.mesh.halfWidth,
                new float[] {portrait.width / 2f, portrait.height / 2f}, portrait.height);
        pose.set(motion);
        float[] out = new float[3 * HeadMesh.COUNT];
        pose.project(deformer.vertices, portrait.mesh.rigid, HeadMesh.COUNT, out);
        return out;
    }
}
