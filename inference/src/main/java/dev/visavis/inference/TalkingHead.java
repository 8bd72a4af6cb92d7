package dev.visavis.inference;

import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.SpeechLevel;
import dev.visavis.inference.motion.LatentQueue;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.provenance.ProvenanceMark;
import dev.visavis.inference.render.FaceDecoder;

/**
 * One portrait speaking, without any network: push 16 kHz PCM, pull frames.
 *
 * <pre>{@code
 * try (ModelPack pack = ModelPacks.explicit();
 *         TalkingHead head = new TalkingHead(pack, pack.openPortrait(source), mark, 42)) {
 *     I420Frame frame = new I420Frame(pack.spec().width(), pack.spec().height());
 *     while (audio.read(pcm)) { // 160 samples, 10 ms
 *         head.push(pcm);
 *         while (head.pull(frame)) {
 *             video.write(frame);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>A live call composes the same stages itself, tick by tick (the media agent's {@code CallPipeline}), because it
 * also keeps time. Not thread-safe.
 */
public final class TalkingHead implements AutoCloseable {
    /** Latents that wait to be pulled: more than a pack makes of one push, and who pulls after each loses none. */
    private static final int HELD = 64;

    private final AudioEncoder audioEncoder;
    private final MotionGenerator motionGenerator;
    private final FaceDecoder faceDecoder;
    private final ProvenanceMark provenanceMark;
    private final SpeechLevel partner = new SpeechLevel();
    private final float[] features;
    private final float[][] hop;
    private final LatentQueue latents;
    private final float[] silence = new float[AudioEncoder.TICK_SAMPLES];
    private MotionControls controls = MotionControls.NEUTRAL;

    /** Before the photo's own background, at the pack's own rate. */
    public TalkingHead(ModelPack pack, Portrait portrait, ProvenanceMark provenanceMark, long seed) {
        this(pack, pack.newFaceDecoder(portrait), provenanceMark, seed, pack.spec().framesPerSecond());
    }

    /**
     * @param pack stays the caller's to close
     * @param faceDecoder made by the same pack; closed with this object
     * @param provenanceMark closed with this object
     * @param seed same seed and same speech, same video
     * @param framesPerSecond of the pictures
     */
    public TalkingHead(ModelPack pack, FaceDecoder faceDecoder, ProvenanceMark provenanceMark, long seed,
            int framesPerSecond) {
        PackSpec spec = pack.spec();
        this.audioEncoder = pack.newAudioEncoder();
        this.motionGenerator = pack.newMotionGenerator(seed);
        this.faceDecoder = faceDecoder;
        this.provenanceMark = provenanceMark;
        this.features = new float[spec.featureSize()];
        this.latents = new LatentQueue(HELD, spec.latentSize(), spec.framesPerSecond(), framesPerSecond);
        this.hop = new float[spec.hopFrames()][spec.latentSize()];
    }

    /** Takes effect with the next motion that is made. */
    public void setControls(MotionControls controls) {
        this.controls = controls;
    }

    /**
     * Takes 10 ms of speech.
     *
     * @param pcm {@link AudioEncoder#TICK_SAMPLES} samples at 16 kHz, full scale +-1
     */
    public void push(float[] pcm) {
        push(pcm, silence);
    }

    /**
     * Takes 10 ms of the portrait's speech and of whoever speaks with the portrait: it listens to that one.
     *
     * @param pcm {@link AudioEncoder#TICK_SAMPLES} samples at 16 kHz, full scale +-1
     * @param partnerPcm the same 10 ms of the other's speech
     */
    public void push(float[] pcm, float[] partnerPcm) {
        partner.add(partnerPcm);
        if (audioEncoder.encode(pcm, features)) {
            int made = motionGenerator.generate(features, partner.db(), controls, hop);
            for (int i = 0; i < made; i++) {
                latents.add(hop[i]);
            }
        }
    }

    /**
     * Draws the next frame, if the speech so far allows one.
     *
     * @return false if there is none yet; the frame is then untouched
     */
    public boolean pull(I420Frame frame) {
        if (latents.isEmpty()) {
            return false;
        }
        faceDecoder.decode(latents.first(), frame);
        provenanceMark.mark(frame, latents.firstPicture());
        latents.remove();
        return true;
    }

    @Override
    public void close() {
        audioEncoder.close();
        motionGenerator.close();
        faceDecoder.close();
        provenanceMark.close();
    }
}
