package dev.visavis.inference.encoder;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.face.HeadMesh;
import dev.visavis.inference.face.HeadPose;
import dev.visavis.inference.face.LipTaper;
import dev.visavis.inference.face.MeshDeformer;
import dev.visavis.inference.face.Motion;
import dev.visavis.inference.image.ImageResampler;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.render.ExplicitFaceDecoder;
import dev.visavis.inference.render.ExplicitPortrait;
import dev.visavis.inference.render.MeshWarper;
import dev.visavis.inference.render.TriangleCover;
import dev.visavis.inference.runtime.ExecutionProvider;
import dev.visavis.inference.runtime.OnnxException;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.TensorSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The embedded face model and the presenters, prepared once for all tests, and short ways to draw them. */
public final class Faces {
    public static final int SIZE = 512;
    public static final FaceModel MODEL = FaceModel.read(ByteBuffer.wrap(modelBytes()));
    public static final PersonSegmenter SEGMENTER = new PersonSegmenter(segmenterModel());
    private static final Map<String, ExplicitPortrait> PORTRAITS = new ConcurrentHashMap<>();

    private Faces() {
    }

    public static ExplicitPortraitEncoder encoder(int width, int height) {
        return new ExplicitPortraitEncoder(MODEL, SEGMENTER, width, height);
    }

    private static OnnxModel segmenterModel() {
        try (InputStream in = FaceModel.class.getResourceAsStream("/dev/visavis/inference/explicit/person.onnx")) {
            int side = PersonSegmenter.SIDE;
            return OnnxModel.load("person.onnx", in.readAllBytes(),
                    Map.of(PersonSegmenter.IMAGE, tensor("image", 1, 3, side, side)),
                    Map.of(PersonSegmenter.PERSON, tensor("person", 1, 1, side, side)), ExecutionProvider.CPU);
        } catch (IOException | OnnxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TensorSpec tensor(String name, Integer... shape) {
        return new TensorSpec(name, TensorSpec.Type.FLOAT32, List.of(shape));
    }

    public static byte[] modelBytes() {
        try (InputStream in = FaceModel.class.getResourceAsStream("/dev/visavis/inference/explicit/face.safetensors")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ExplicitPortrait portrait(String id) {
        return PORTRAITS.computeIfAbsent(id, key -> {
            try {
                return encoder(SIZE, SIZE).encode(Presenters.open(key).orElseThrow());
            } catch (PortraitException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The presenter's photo in the frame, through the same filters as everything that is drawn. */
    public static I420Frame photo(String id) {
        return photo(Presenters.open(id).orElseThrow());
    }

    public static I420Frame photo(PortraitSource source) {
        BufferedImage photo = source.image();
        FrameCrop crop = FrameCrop.around(source.landmarks(), photo.getWidth(), photo.getHeight(), SIZE, SIZE);
        YuvImage image = new ImageResampler(photo).read(crop.left(), crop.top(), crop.step() / Texture.SCALE,
                SIZE * Texture.SCALE, SIZE * Texture.SCALE);
        byte[] cover = new byte[SIZE * SIZE];
        Arrays.fill(cover, (byte) 255);
        float[] corners = {0, 0, 0, SIZE, 0, 0, SIZE, SIZE, 0, 0, SIZE, 0};
        I420Frame frame = new I420Frame(SIZE, SIZE);
        Texture texture = new Texture(image, 0, 0, cover);
        new MeshWarper(texture, texture.luma, texture.chroma, new int[] {0, 1, 2, 0, 2, 3},
                new TriangleCover[] {TriangleCover.ALL, TriangleCover.ALL}, corners)
                .draw(corners, new float[] {1, 1, 1, 1}, frame);
        return frame;
    }

    public static float[] rest() {
        float[] latent = new float[ExplicitMotion.SIZE];
        ExplicitMotion.rest(latent);
        return latent;
    }

    public static float[] with(Blendshape shape, float weight) {
        return with(rest(), shape, weight);
    }

    public static float[] with(float[] latent, Blendshape shape, float weight) {
        float[] out = latent.clone();
        out[ExplicitMotion.index(shape)] = weight;
        return out;
    }

    public static float[] posed(int index, float value) {
        float[] latent = rest();
        latent[index] = value;
        return latent;
    }

    public static I420Frame draw(ExplicitPortrait portrait, float[] latent) {
        I420Frame frame = new I420Frame(portrait.width(), portrait.height());
        try (ExplicitFaceDecoder decoder = new ExplicitFaceDecoder(portrait)) {
            decoder.decode(latent, frame);
        }
        return frame;
    }

    /** Where the latent puts every mesh vertex in the frame, x y z. */
    public static float[] vertices(ExplicitPortrait portrait, float[] latent) {
        Motion motion = new Motion();
        motion.read(latent, portrait.gains());
        MeshDeformer deformer = new MeshDeformer(portrait.mesh, portrait.shapes);
        deformer.deform(motion);
        HeadPose pose = new HeadPose(portrait.mesh.pivot, portrait.pixelsPerCm, 2 * portrait.mesh.halfWidth,
                new float[] {portrait.width / 2f, portrait.height / 2f}, portrait.height, portrait.texture.bottom(),
                portrait.yaw, portrait.roll);
        pose.set(motion);
        float[] out = new float[3 * HeadMesh.COUNT];
        pose.project(deformer.vertices, portrait.mesh.rigid, HeadMesh.COUNT, out);
        new LipTaper().apply(out, deformer.parted());
        return out;
    }
}
