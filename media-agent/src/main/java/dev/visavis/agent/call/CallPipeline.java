package dev.visavis.agent.call;

import dev.visavis.agent.call.CallMeter.Stage;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.TransportStats;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.Resampler;
import dev.visavis.inference.motion.LatentQueue;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.provenance.ProvenanceMark;
import dev.visavis.inference.render.FaceDecoder;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Everything between a peer's speech and the picture and voice that go back, one tick of 10 ms at a time. A call
 * without a microphone hears silence and runs the same. Nothing is allocated in a tick, but for the statistics once a
 * second.
 *
 * <p>Not thread-safe, except {@link #setControls}, {@link #inboundAudio}, {@link #voiceFeed} and {@link #listenWith}.
 */
public final class CallPipeline implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 1_000 / CallClock.TICK_MS;
    private static final int TICKS_PER_FRAME = AudioEncoder.FRAME_SAMPLES / AudioEncoder.TICK_SAMPLES;

    private CallStages stages;
    private final MediaTransport transport;
    private final CallClock clock;
    private final Consumer<CallStats> onStats;

    private final InboundAudio inboundAudio = new InboundAudio();
    private final VoiceFeed voiceFeed = new VoiceFeed();
    private final PortraitSpeech speech;
    private final Resampler resampler = new Resampler(MediaTransport.SAMPLE_RATE_HZ, AudioEncoder.SAMPLE_RATE_HZ,
            MediaTransport.TICK_SAMPLES);
    private final Partner partner = new Partner();
    private final AudioEncoder audioEncoder;
    private final MotionGenerator motionGenerator;
    private final LatentQueue latents;
    private final ProvenanceMark provenanceMark;
    private final FramePacer framePacer;
    private final LipRest lips = new LipRest();
    private final IdleCalm calm = new IdleCalm();
    private final OverloadPolicy overload = new OverloadPolicy();
    private final HalfSize halfSize;
    private final FramePacer.Sink pictures = this::sendPicture;
    private final CallMeter meter = new CallMeter();

    private final float[] caller = new float[MediaTransport.TICK_SAMPLES];
    private final short[] voice = new short[MediaTransport.TICK_SAMPLES];
    private final float[] speech16k = new float[AudioEncoder.TICK_SAMPLES];
    private final float[] features;
    private final float[][] hop;
    private volatile MotionControls controls = MotionControls.NEUTRAL;
    private MotionControls calmed = controls;
    private volatile CallerListener callerListener;
    private final AtomicReference<FaceDecoder> nextFace = new AtomicReference<>();

    /**
     * @param stages closed with the pipeline
     * @param transport stays the caller's to close
     * @param clock whose ticks the caller passes to {@link #tick}
     * @param onStats told once a second, on the call's thread
     */
    public CallPipeline(CallStages stages, MediaTransport transport, CallClock clock, FixedDelay delay,
            Consumer<CallStats> onStats) {
        this.stages = stages;
        this.transport = transport;
        this.clock = clock;
        this.onStats = onStats;
        PackSpec spec = stages.spec();
        audioEncoder = stages.audioEncoder();
        motionGenerator = stages.motionGenerator();
        provenanceMark = stages.provenanceMark();
        features = new float[spec.featureSize()];
        hop = new float[spec.hopFrames()][spec.latentSize()];
        int pictureRate = stages.format().framesPerSecond();
        latents = new LatentQueue(2 * spec.hopFrames() + delay.ticks() / TICKS_PER_FRAME + 1, spec.latentSize(),
                spec.framesPerSecond(), pictureRate);
        framePacer = new FramePacer(stages.format(),
                (spec.hopFrames() * pictureRate + spec.framesPerSecond() - 1) / spec.framesPerSecond(), delay);
        halfSize = new HalfSize(stages.format().width(), stages.format().height());
        speech = new PortraitSpeech(delay, voiceFeed);
    }

    /** Where the transport puts the peer's speech. */
    public InboundAudio inboundAudio() {
        return inboundAudio;
    }

    /** What the portrait says while it has a voice of its own. */
    public VoiceFeed voiceFeed() {
        return voiceFeed;
    }

    /**
     * Gives the portrait a voice of its own: it says what {@link #voiceFeed} is given, and listens to its caller. Any
     * thread.
     *
     * @param listener hears the caller; null: the portrait says its caller's words again
     */
    public void listenWith(CallerListener listener) {
        callerListener = listener;
    }

    /** Takes effect with the next motion that is made. Any thread. */
    public void setControls(MotionControls newControls) {
        controls = newControls;
    }

    /**
     * Another face, or another background, from the next picture that is drawn; what is finished is still shown. Any
     * thread.
     *
     * @param face draws pictures of the call's format; closed with the pipeline
     */
    public void show(FaceDecoder face) {
        FaceDecoder unseen = nextFace.getAndSet(face);
        if (unseen != null) {
            unseen.close();
        }
    }

    private void changeFace() {
        FaceDecoder next = nextFace.getAndSet(null);
        if (next != null) {
            stages.faceDecoder().close();
            stages = stages.with(next);
        }
    }

    /**
     * The whole way of the data. What is due leaves before anything is computed, so that the work of a tick delays
     * neither voice nor picture.
     */
    void tick(long tick) {
        long tickNs = tick * CallClock.TICK_NS;
        long startNs = clock.nowNs();
        meter.begin(startNs);

        CallerListener listener = callerListener;
        inboundAudio.read(caller, startNs - tickNs);
        boolean cut = speech.cut(tick);
        long begins = listener == null ? speech.repeat(tick, caller) : speech.take(tick);
        speech.leave(tick, voice);
        transport.sendPcm(voice, tickNs);
        framePacer.sendDue(tickNs, startNs, pictures);
        partner.hear(caller, voice, listener);
        meter.lap(Stage.TRANSPORT, clock.nowNs());

        calmed = calm.apply(speech.at(tick), controls);
        if (cut || begins >= 0) {
            goBack(tick, cut, begins);
        }
        makeMotion(tick);
        long drawNs = clock.nowNs();
        changeFace();
        boolean draws = hasLatentInTime(drawNs);
        if (draws) {
            I420Frame frame = framePacer.buffer();
            stages.faceDecoder().decode(latents.first(), frame);
            provenanceMark.mark(frame, latents.firstPicture());
            framePacer.add(latents.firstPicture());
            latents.remove();
            framePacer.drew(clock.nowNs() - drawNs);
        }
        long doneNs = clock.nowNs();
        meter.lap(Stage.PICTURE, doneNs);

        meter.heard(caller);
        meter.worked(doneNs - startNs, draws);
        if (tick % TICKS_PER_SECOND == TICKS_PER_SECOND - 1) {
            tellStats();
        }
    }

    /** From the speech of a tick to the latents that it completes. */
    private void makeMotion(long tick) {
        resampler.process(speech.at(tick), MediaTransport.TICK_SAMPLES, speech16k);
        boolean encoded = audioEncoder.encode(speech16k, features);
        meter.lap(Stage.AUDIO, clock.nowNs());
        if (encoded) {
            int made = motionGenerator.generate(features, partner.db(), calmed, hop);
            for (int i = 0; i < made; i++) {
                lips.apply(latents.nextLatent(), hop[i], motionGenerator);
                latents.add(hop[i]);
            }
        }
        meter.lap(Stage.MOTION, clock.nowNs());
    }

    /**
     * What the portrait says has changed before it left: the motion of the frames that are not shown yet is made anew.
     *
     * @param cut the portrait was interrupted; no finished frame stays
     * @param begins the tick at which it began to say something; -1 if it did not
     */
    private void goBack(long tick, boolean cut, long begins) {
        if (cut || begins < tick) {
            long keepNs = (cut ? tick : tick + 1) * CallClock.TICK_NS;
            long picture = framePacer.takeBack(keepNs);
            long frame = Math.max(latents.firstLatentOf(picture), oldestFrame(tick));
            latents.restart(frame, picture);
            audioEncoder.rewind(frame);
            motionGenerator.rewind(frame);
            if (cut) {
                lips.cut(frame);
            }
            if (begins >= 0) {
                lips.speak(begins / TICKS_PER_FRAME - 1);
            }
            hearAgain(frame * TICKS_PER_FRAME, tick);
        } else {
            lips.speak(begins / TICKS_PER_FRAME - 1);
        }
    }

    /** The first frame whose speech, and 10 ms before it, is still known. */
    private long oldestFrame(long tick) {
        long oldest = speech.oldest(tick);
        return oldest == 0 ? 0 : (oldest + TICKS_PER_FRAME) / TICKS_PER_FRAME;
    }

    private void hearAgain(long from, long to) {
        resampler.reset();
        if (from > 0) {
            resampler.process(speech.at(from - 1), MediaTransport.TICK_SAMPLES, speech16k);
        }
        for (long tick = from; tick < to; tick++) {
            makeMotion(tick);
        }
    }

    /**
     * Runs ticks from the first on, without waiting for their time: to warm up.
     *
     * @param caller what the peer says at each tick, written into the {@link MediaTransport#TICK_SAMPLES} samples given
     * @param stopped looked at before each tick
     */
    public void runAtOnce(int ticks, Consumer<short[]> caller, BooleanSupplier stopped) {
        short[] said = new short[MediaTransport.TICK_SAMPLES];
        for (int tick = 0; tick < ticks && !stopped.getAsBoolean(); tick++) {
            caller.accept(said);
            inboundAudio.write(said);
            tick(tick);
        }
    }

    /**
     * At most one frame is drawn a tick, which spreads the work of a hop; those too late to be sent are not drawn, and
     * under overload some others.
     */
    private boolean hasLatentInTime(long nowNs) {
        while (!latents.isEmpty() && (!overload.draws(latents.firstPicture())
                || framePacer.skips(latents.firstPicture(), nowNs))) {
            latents.remove();
        }
        return !latents.isEmpty();
    }

    private void sendPicture(I420Frame picture, long dueNs) {
        transport.sendFrame(overload.halves() ? halfSize.of(picture) : picture, dueNs);
    }

    private void tellStats() {
        TransportStats sent = transport.stats();
        onStats.accept(meter.read(clock.nowNs(), sent.framesSent(), framePacer.dropped() + sent.framesDropped(),
                overload, stages.format().framesPerSecond()));
    }

    /** Closes the stages. */
    @Override
    public void close() {
        changeFace();
        stages.close();
    }
}
