package dev.visavis.agent.call;

import dev.visavis.agent.call.CallMeter.Stage;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.TransportStats;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.Resampler;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.provenance.ProvenanceMark;
import dev.visavis.inference.render.FaceDecoder;
import java.util.function.Consumer;

/**
 * Everything between a peer's speech and the picture and voice that go back, one tick of 10 ms at a time. A call
 * without a microphone hears silence and runs the same. Nothing is allocated in a tick, but for the statistics once a
 * second.
 *
 * <p>Not thread-safe, except {@link #setControls} and {@link #inboundAudio}.
 */
public final class CallPipeline implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 1_000 / CallClock.TICK_MS;

    private final CallStages stages;
    private final MediaTransport transport;
    private final CallClock clock;
    private final Consumer<CallStats> onStats;

    private final InboundAudio inboundAudio = new InboundAudio();
    private final Resampler resampler = new Resampler(MediaTransport.SAMPLE_RATE_HZ, AudioEncoder.SAMPLE_RATE_HZ,
            MediaTransport.TICK_SAMPLES);
    private final AudioEncoder audioEncoder;
    private final MotionGenerator motionGenerator;
    private final LatentQueue latents;
    private final FaceDecoder faceDecoder;
    private final ProvenanceMark provenanceMark;
    private final FramePacer framePacer;
    private final SpeechDelayLine speechDelay;
    private final CallMeter meter = new CallMeter();

    private final float[] speech = new float[MediaTransport.TICK_SAMPLES];
    private final short[] voice = new short[MediaTransport.TICK_SAMPLES];
    private final float[] speech16k = new float[AudioEncoder.TICK_SAMPLES];
    private final float[] features;
    private final float[][] hop;
    private volatile MotionControls controls = MotionControls.NEUTRAL;

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
        faceDecoder = stages.faceDecoder();
        provenanceMark = stages.provenanceMark();
        features = new float[spec.featureSize()];
        hop = new float[spec.hopFrames()][spec.latentSize()];
        latents = new LatentQueue(2 * spec.hopFrames(), spec.latentSize());
        framePacer = new FramePacer(spec, delay);
        speechDelay = new SpeechDelayLine(delay);
    }

    /** Where the transport puts the peer's speech. */
    public InboundAudio inboundAudio() {
        return inboundAudio;
    }

    /** Takes effect with the next motion that is made. Any thread. */
    public void setControls(MotionControls newControls) {
        controls = newControls;
    }

    /**
     * The whole way of the data. What is due leaves before anything is computed, so that the work of a tick delays
     * neither voice nor picture.
     */
    void tick(long tick) {
        long tickNs = tick * CallClock.TICK_NS;
        long startNs = clock.nowNs();
        meter.begin(startNs);

        inboundAudio.read(speech, startNs - tickNs);
        speechDelay.exchange(speech, voice);
        transport.sendPcm(voice, tickNs);
        framePacer.sendDue(tickNs, startNs, transport);
        meter.lap(Stage.TRANSPORT, clock.nowNs());

        resampler.process(speech, MediaTransport.TICK_SAMPLES, speech16k);
        boolean encoded = audioEncoder.encode(speech16k, features);
        meter.lap(Stage.AUDIO, clock.nowNs());
        if (encoded) {
            // the portrait speaks the peer's own words, so nobody is left to listen to
            int made = motionGenerator.generate(features, MotionGenerator.NO_PARTNER_DB, controls, hop);
            latents.add(hop, made);
        }
        long drawNs = clock.nowNs();
        meter.lap(Stage.MOTION, drawNs);
        boolean draws = hasLatentInTime(drawNs);
        if (draws) {
            I420Frame frame = framePacer.buffer();
            faceDecoder.decode(latents.first(), frame);
            provenanceMark.mark(frame, latents.firstFrame());
            framePacer.add(latents.firstFrame());
            latents.remove();
            framePacer.drew(clock.nowNs() - drawNs);
        }
        long doneNs = clock.nowNs();
        meter.lap(Stage.PICTURE, doneNs);

        meter.heard(speech);
        meter.worked(doneNs - startNs, draws);
        if (tick % TICKS_PER_SECOND == TICKS_PER_SECOND - 1) {
            tellStats();
        }
    }

    /** Runs ticks of silence from the first on, without waiting for their time: to warm up. */
    public void runSilence(int ticks) {
        for (int tick = 0; tick < ticks; tick++) {
            tick(tick);
        }
    }

    /** At most one frame is drawn a tick, which spreads the work of a hop; those too late to be sent are not drawn. */
    private boolean hasLatentInTime(long nowNs) {
        while (!latents.isEmpty() && framePacer.skips(latents.firstFrame(), nowNs)) {
            latents.remove();
        }
        return !latents.isEmpty();
    }

    private void tellStats() {
        TransportStats sent = transport.stats();
        onStats.accept(meter.read(clock.nowNs(), sent.framesSent(), framePacer.dropped() + sent.framesDropped()));
    }

    /** Closes the stages. */
    @Override
    public void close() {
        stages.close();
    }
}
