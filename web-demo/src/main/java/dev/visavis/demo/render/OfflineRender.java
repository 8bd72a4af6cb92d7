package dev.visavis.demo.render;

import dev.visavis.agent.file.AudioFileReader;
import dev.visavis.agent.file.MediaFileException;
import dev.visavis.agent.file.Mp4Writer;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.TalkingHead;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.provenance.ProvenanceMark;
import dev.visavis.inference.render.Background;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Makes a portrait speak a sound file into a video file.
 *
 * <p>Frame n is shown from n to n + 1 frame times, and is of the middle of that span of the sound: offline there is no
 * delay between the two. The sound is filled up with silence to whole frames.
 */
public final class OfflineRender {
    /** What a pack may need to hear past a frame before it gives the frame, at the very most. */
    private static final int MAX_LOOKAHEAD_TICKS = 1_000;
    private static final int TICKS_PER_SECOND = 100;

    /**
     * Who speaks, and where.
     *
     * @param portrait opened for the format's size
     */
    public record Shown(Portrait portrait, Background background, VideoFormat format) {
    }

    /**
     * What is said.
     *
     * @param speech of the portrait
     * @param partner speech of whoever talks with it, who is heard in the video as well; null for nobody. What goes on
     *        after the portrait's speech has ended is left out
     */
    public record Sounds(Path speech, Path partner) {
    }

    /** Told after every 10 ms of sound. */
    public interface Progress extends AutoCloseable {
        /** @param totalSeconds by the file's header, or -1 */
        void at(double seconds, double totalSeconds);

        @Override
        void close();

        /** Shows nothing. */
        Progress NONE = new Progress() {
            @Override
            public void at(double seconds, double totalSeconds) {
                // shows nothing
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }

    private final AudioFileReader audio;
    private final PartnerSound partner;
    private final Mp4Writer video;
    private final TalkingHead head;
    private final LongSupplier nowNs;
    private final I420Frame frame;
    private final int framesPerSecond;
    private final float[] pcm16k = new float[AudioFileReader.TICK_16K];
    private final float[] pcm48k = new float[AudioFileReader.TICK_48K];
    private long ticks;
    private long encodeNs;

    private OfflineRender(AudioFileReader audio, PartnerSound partner, Mp4Writer video, TalkingHead head,
            VideoFormat format, LongSupplier nowNs) {
        this.audio = audio;
        this.partner = partner;
        this.video = video;
        this.head = head;
        this.nowNs = nowNs;
        this.frame = new I420Frame(format.width(), format.height());
        this.framesPerSecond = format.framesPerSecond();
    }

    /**
     * Renders a whole file.
     *
     * @param pack stays the caller's to close
     * @param shown opened by the same pack
     * @param mark closed at the end
     * @param seed same seed and same sounds, same video
     * @param nowNs monotonic, for the figures
     * @throws MediaFileException if the sound cannot be read or the video not be written; there is then no video file
     */
    public static RenderFigures run(ModelPack pack, Shown shown, ProvenanceMark mark, Sounds sounds, Path target,
            long seed, MotionControls controls, Progress progress, LongSupplier nowNs) throws MediaFileException {
        long beganNs = nowNs.getAsLong();
        StageTimes times = new StageTimes(pack, nowNs);
        VideoFormat format = shown.format();
        try (AudioFileReader audio = AudioFileReader.open(sounds.speech());
                PartnerSound partner = PartnerSound.open(sounds.partner());
                TalkingHead head = new TalkingHead(times, times.newFaceDecoder(shown.portrait(), shown.background()),
                        mark,
                        seed, format.framesPerSecond());
                Mp4Writer video = Mp4Writer.create(target, format.width(), format.height(), format.framesPerSecond())) {
            head.setControls(controls);
            OfflineRender render = new OfflineRender(audio, partner, video, head, format, nowNs);
            render.speak(progress);
            video.finish();
            return render.figures(times, nowNs.getAsLong() - beganNs);
        }
    }

    private void speak(Progress progress) throws MediaFileException {
        while (audio.read(pcm16k, pcm48k)) {
            partner.next();
            partner.addTo(pcm48k);
            writeSound();
            push();
            progress.at(ticks / (double) TICKS_PER_SECOND, audio.headerSeconds());
        }
        java.util.Arrays.fill(pcm16k, 0);
        java.util.Arrays.fill(pcm48k, 0);
        partner.end();
        while (ticks * framesPerSecond % TICKS_PER_SECOND != 0) {
            writeSound();
            push();
        }
        long wanted = ticks * framesPerSecond / TICKS_PER_SECOND;
        for (int i = 0; video.frames() < wanted; i++) {
            if (i == MAX_LOOKAHEAD_TICKS) {
                throw new IllegalStateException("the pack gave " + video.frames() + " of " + wanted + " frames");
            }
            head.push(pcm16k);
            drain(wanted);
        }
    }

    private void push() throws MediaFileException {
        head.push(pcm16k, partner.pcm16k());
        ticks++;
        drain(Long.MAX_VALUE);
    }

    private void drain(long upTo) throws MediaFileException {
        while (video.frames() < upTo && head.pull(frame)) {
            long beganNs = nowNs.getAsLong();
            video.write(frame);
            encodeNs += nowNs.getAsLong() - beganNs;
        }
    }

    private void writeSound() throws MediaFileException {
        long beganNs = nowNs.getAsLong();
        video.write(pcm48k);
        encodeNs += nowNs.getAsLong() - beganNs;
    }

    private RenderFigures figures(StageTimes times, long tookNs) {
        long frames = video.frames();
        double perFrame = 1e6 * frames;
        return new RenderFigures(frames, tookNs / 1e9 / (frames / (double) framesPerSecond), tookNs / perFrame,
                times.audioNs() / perFrame, times.motionNs() / perFrame, times.renderNs() / perFrame,
                encodeNs / perFrame);
    }
}
