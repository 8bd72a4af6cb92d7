package dev.visavis.agent.jitsi;

import dev.visavis.agent.jitsi.net.DtlsIdentity;
import dev.visavis.agent.jitsi.net.PacketCapture;
import dev.visavis.agent.jitsi.net.SecureChannel;
import dev.visavis.agent.jitsi.rtp.AudioSender;
import dev.visavis.agent.jitsi.rtp.BitrateController;
import dev.visavis.agent.jitsi.rtp.MediaClock;
import dev.visavis.agent.jitsi.rtp.PlayoutBuffer;
import dev.visavis.agent.jitsi.rtp.ReceptionStatistics;
import dev.visavis.agent.jitsi.rtp.ReportInterval;
import dev.visavis.agent.jitsi.rtp.RtcpReader;
import dev.visavis.agent.jitsi.rtp.RtpHeader;
import dev.visavis.agent.jitsi.rtp.SendSideEstimator;
import dev.visavis.agent.jitsi.rtp.TransportFeedback;
import dev.visavis.agent.jitsi.rtp.VideoSender;
import dev.visavis.agent.opus.OpusDecoder;
import dev.visavis.agent.transport.ListenerCalls;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.inference.I420Frame;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media of one call, once its offer is answered. One thread gives everything its time: it paces the picture, plays
 * the peer's speech out, reports, and is the only one that calls the listener.
 */
final class CallMedia implements SecureChannel.Events, RtcpReader.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallMedia.class);
    private static final long PIECE_NS = 10_000_000;
    private static final long REPORT_NS = 500_000_000;

    /** A peer that speaks sends fifty times a second, one that only listens reports every second or so. */
    private static final long DEAD_SPEAKING_NS = 700_000_000;
    private static final long DEAD_LISTENING_NS = 2_500_000_000L;

    /** Browsers report every second; three missing ones are no coincidence. */
    private static final long SILENT_NS = 3_000_000_000L;

    /** RFC 7675: consent expires after 30 s. */
    private static final long GONE_NS = 30_000_000_000L;

    /** The voice's share of what the path carries, headers and all. */
    private static final long VOICE_BPS = 60_000;

    private final Answer answer;
    private final TransportOptions options;
    private final Clocks clocks;
    private final ListenerCalls calls;
    private final SecureChannel channel;
    private final MediaClock clock;
    private final VideoSender video;
    private final AudioSender audio;
    private final PictureEncoder pictures;
    private final VoiceEncoder voice;
    private final BitrateController bitrate;
    private final SendSideEstimator estimator = new SendSideEstimator();
    private final SentRate sentRate = new SentRate();
    private final OpusDecoder decoder = new OpusDecoder();
    private final PlayoutBuffer playout = new PlayoutBuffer(decoder);
    private final ReportInterval reports = new ReportInterval();
    private final ReceptionStatistics received = new ReceptionStatistics(MediaTransport.SAMPLE_RATE_HZ);
    private final RtcpReader rtcp = new RtcpReader(this);
    private final short[] piece = new short[MediaTransport.TICK_SAMPLES];
    private final Thread thread;
    private volatile boolean open;
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile boolean keyFrameAsked;
    private volatile boolean speaks;
    private volatile long lastSpeechNs;
    private long nextPieceNs;
    private long nextReportNs;

    /** Of the last picture; the sending thread's. */
    private int pixels;

    CallMedia(Answer answer, TransportOptions options, DtlsIdentity identity, Clocks clocks, String name,
            ListenerCalls calls) {
        this.answer = answer;
        this.options = options;
        this.clocks = clocks;
        this.calls = calls;
        channel = new SecureChannel(options, identity, answer.offer().fingerprint(), name, clocks.nanoTime(), this,
                PacketCapture.in(options.captureFolder(), name, clocks.wallMs(), clocks.nanoTime()));
        clock = new MediaClock(clocks.nowNs(), clocks.wallMs());
        bitrate = new BitrateController(options.minBitrateBps(), options.maxBitrateBps());
        video = new VideoSender(answer.video(), clock, channel, estimator, bitrate.targetBps());
        audio = new AudioSender(answer.offer().opusPayloadType(), answer.audioSsrc(), clock, channel);
        voice = new VoiceEncoder(audio);
        thread = new Thread(this::run, name + "-media");
        thread.setDaemon(true);
        pictures = new PictureEncoder(video, bitrate.targetBps(), clocks.nanoTime(),
                this::drain, name + "-encoder");
        thread.start();
    }

    SecureChannel channel() {
        return channel;
    }

    void sendFrame(I420Frame frame, long mediaNs) {
        clock.onMedia(mediaNs, clocks.nowNs());
        if (frame.width() * frame.height() != pixels) {
            pixels = frame.width() * frame.height();
            bitrate.setMaximum(options.maxBitrateBps(frame.width(), frame.height()));
            follow();
        }
        pictures.add(frame, mediaNs);
    }

    void sendPcm(short[] pcm, long mediaNs) {
        clock.onMedia(mediaNs, clocks.nowNs());
        voice.add(pcm, mediaNs);
    }

    private void run() {
        while (!closed) {
            try {
                step();
            } catch (RuntimeException e) { // a mistake of ours ends this call, and the peer is told; no other suffers
                if (!ended) {
                    LOG.error("The media of a call ends", e);
                }
                ended = true;
                LockSupport.parkNanos(PIECE_NS);
            }
        }
    }

    private void step() {
        long nowNs = clocks.nowNs();
        tellStates(nowNs);
        if (open && !ended) {
            play(nowNs);
            report(nowNs);
            sentRate.onTime(video.bytesOnWire(), nowNs);
        }
        LockSupport.parkNanos(Math.min(video.drain(clocks.nowNs()), untilNextPieceNs()));
    }

    private long untilNextPieceNs() {
        long ns = nextPieceNs - clocks.nowNs();
        return ns > 0 && ns < PIECE_NS ? ns : PIECE_NS; // nothing is played before the channel opens and after its end
    }

    /**
     * Sends from the thread that has something to send: on a busy machine each hand-over is a wait for a core. The
     * rest, if the pacer leaves one, is the media thread's.
     */
    private void drain() {
        if (video.drain(clocks.nowNs()) != Long.MAX_VALUE) {
            LockSupport.unpark(thread);
        }
    }

    private void tellStates(long nowNs) {
        if (ended) {
            calls.onState(State.FAILED);
        } else if (open) {
            long silentNs = nowNs - channel.lastHeardNs();
            ended = silentNs > GONE_NS;
            pictures.setHeld(silentNs > (speaks ? DEAD_SPEAKING_NS : DEAD_LISTENING_NS));
            calls.onState(silentNs > SILENT_NS ? State.DISCONNECTED : State.CONNECTED);
        }
        if (keyFrameAsked) {
            keyFrameAsked = false;
            calls.onKeyFrameRequest();
        }
    }

    private void play(long nowNs) {
        if (nowNs - nextPieceNs > 20 * PIECE_NS) {
            nextPieceNs = nowNs; // the first, or after a stall
        }
        while (nowNs >= nextPieceNs) {
            nextPieceNs += PIECE_NS;
            if (playout.read(piece)) {
                calls.onPcm(piece);
            }
        }
    }

    private void report(long nowNs) {
        if (nowNs < nextReportNs || !clock.isStarted()) {
            return;
        }
        nextReportNs = nowNs + REPORT_NS;
        video.report(answer.cname(), nowNs);
        audio.report(answer.cname(), received, nowNs);
        channel.tidy(nowNs);
    }

    @Override
    public void onOpen() {
        nextReportNs = clocks.nowNs(); // at once, so that the peer can put sound and picture together from the start
        open = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void onEnd(String why) {
        ended = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void onRtp(byte[] data, int offset, int length) {
        if (RtpHeader.payloadType(data, offset) != answer.offer().opusPayloadType()) {
            return;
        }
        long nowNs = clocks.nowNs();
        lastSpeechNs = nowNs;
        speaks = true;
        long ssrc = RtpHeader.ssrc(data, offset);
        long timestamp = RtpHeader.timestamp(data, offset);
        long extended = received.onPacket(ssrc, RtpHeader.sequenceNumber(data, offset), timestamp, nowNs);
        int payload = RtpHeader.payloadOffset(data, offset, length);
        int size = length - payload - RtpHeader.padding(data, offset, length);
        playout.put(ssrc, extended, timestamp, data, offset + payload, size, nowNs);
    }

    @Override
    public void onRtcp(byte[] data, int offset, int length) {
        speaks &= clocks.nowNs() - lastSpeechNs < DEAD_SPEAKING_NS;
        rtcp.read(data, offset, length);
        drain();
    }

    @Override
    public void onSenderReport(long ssrc, long ntp) {
        received.onSenderReport(ssrc, ntp, clocks.nowNs());
    }

    @Override
    public void onReport(RtcpReader.Report report) {
        if (report.ssrc() == answer.audioSsrc()) {
            voice.setLoss(report.fractionLost());
        } else if (report.ssrc() == answer.video().ssrc()) {
            long nowNs = clocks.nowNs();
            if (reports.measuresTrip(report)) {
                bitrate.onRoundTrip(roundTripMs(report, nowNs), nowNs);
            }
            if (reports.onReport(report, nowNs)) {
                bitrate.onLosses(reports.fractionLost(), sentRate.bps(), nowNs);
            }
            video.setRoundTrip(bitrate.roundTripMs());
            follow();
        }
    }

    private double roundTripMs(RtcpReader.Report report, long nowNs) {
        long now = clock.ntp(nowNs) >>> 16 & 0xffff_ffffL;
        long trip = now - report.lastSenderReport() - report.delaySinceIt() & 0xffff_ffffL;
        return trip >= 0x8000_0000L ? 0 : trip * 1_000 / 65_536.0;
    }

    @Override
    public void onMaximumBitrate(long bitsPerSecond) {
        long nowNs = clocks.nowNs();
        bitrate.onMaximumBitrate(bitsPerSecond - VOICE_BPS, sentRate.bps(), nowNs);
        follow();
        calls.onBitrateEstimate(bitsPerSecond);
    }

    @Override
    public void onTransportFeedback(TransportFeedback feedback) {
        estimator.onFeedback(feedback);
        video.onFeedback(feedback);
        bitrate.onDelay(estimator.usage(), estimator.arrivedBps(), clocks.nowNs());
        follow();
        calls.onBitrateEstimate(bitrate.targetBps() + VOICE_BPS);
    }

    private void follow() {
        pictures.setBitrate(bitrate.targetBps());
    }

    @Override
    public void onNack(long ssrc, int sequenceNumber) {
        if (ssrc == answer.video().ssrc()) {
            video.onNack(sequenceNumber);
        }
    }

    @Override
    public void onKeyFrameRequest() {
        pictures.requestKeyFrame();
        keyFrameAsked = true;
    }

    @Override
    public void onBye(long ssrc) {
        // a source that ends is not the call that ends; DTLS tells that
    }

    long framesDropped() {
        return pictures.dropped();
    }

    long framesKeptBack() {
        return pictures.keptBack();
    }

    long bytesSent() {
        return video.octets() + audio.octets();
    }

    double roundTripMs() {
        return bitrate.roundTripMs();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
        pictures.close();
        if (open && !ended) {
            audio.bye(answer.cname(), answer.video().ssrc(), clocks.nowNs());
        }
        channel.close();
        voice.close();
        synchronized (playout) {
            decoder.close();
        }
    }
}
