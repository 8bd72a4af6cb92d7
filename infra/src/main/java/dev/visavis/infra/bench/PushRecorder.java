package dev.visavis.infra.bench;

import dev.visavis.agent.call.CallClock;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.TransportStats;
import dev.visavis.inference.I420Frame;
import java.util.ArrayList;
import java.util.List;

/** Keeps when what was pushed: the last seconds of frames, and which pieces of voice were not silent. Thread-safe. */
final class PushRecorder implements MediaTransport {
    /** Frames after an interruption that are looked at, besides the last. */
    private static final int FRAMES = 10;
    private static final int KEPT = 60;

    private final CallClock clock;
    private final List<Frame> frames = new ArrayList<>();
    private final List<Long> voiced = new ArrayList<>();
    private long sent;

    private record Frame(long atNs, long dueNs, I420Frame picture) {
    }

    /**
     * A picture that was pushed.
     *
     * @param dueNs its media time
     */
    record Pushed(long dueNs, byte[] luma) {
    }

    /**
     * What followed an interruption.
     *
     * @param startMs from the first sample written to the first pushed
     * @param lastVoiceMs from the interruption until the last piece with sound was pushed; 0 if none was after it
     * @param frames pushed after it: the first ones, and the last
     */
    record Interruption(double startMs, double lastVoiceMs, List<Pushed> frames) {
    }

    PushRecorder(CallClock clock) {
        this.clock = clock;
    }

    /** What followed; at least a second after the interruption. */
    synchronized Interruption interruption(long beganNs, long clearedNs) {
        long first = voiced.stream().filter(t -> t >= beganNs).findFirst().orElse(beganNs);
        long last = voiced.stream().filter(t -> t >= clearedNs).reduce((a, b) -> b).orElse(clearedNs);
        List<Pushed> after = new ArrayList<>();
        frames.stream().filter(f -> f.atNs() >= clearedNs).limit(FRAMES).map(PushRecorder::pushed).forEach(after::add);
        after.add(pushed(frames.get(frames.size() - 1)));
        voiced.clear();
        return new Interruption((first - beganNs) / 1e6, (last - clearedNs) / 1e6, after);
    }

    private static Pushed pushed(Frame frame) {
        return new Pushed(frame.dueNs(), frame.picture().y().clone());
    }

    @Override
    public synchronized void sendFrame(I420Frame frame, long timestampNs) {
        I420Frame oldest = frames.size() < KEPT ? null : frames.remove(0).picture();
        boolean fits = oldest != null && oldest.width() == frame.width() && oldest.height() == frame.height();
        I420Frame picture = fits ? oldest : new I420Frame(frame.width(), frame.height()); // overload halves the size
        picture.copyFrom(frame);
        frames.add(new Frame(clock.nowNs(), timestampNs, picture));
        sent++;
    }

    @Override
    public synchronized void sendPcm(short[] voice, long timestampNs) {
        for (short s : voice) {
            if (s != 0) {
                voiced.add(clock.nowNs());
                return;
            }
        }
    }

    @Override
    public void setListener(Listener listener) {
        // the bench feeds the pipeline itself
    }

    @Override
    public State state() {
        return State.CONNECTED;
    }

    @Override
    public synchronized TransportStats stats() {
        return new TransportStats(sent, 0, 0, 0, -1, -1);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
