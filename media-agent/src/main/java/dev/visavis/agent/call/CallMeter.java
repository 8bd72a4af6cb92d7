package dev.visavis.agent.call;

import java.util.Arrays;

/** Collects {@link CallStats}. */
final class CallMeter {
    /** What a call's thread spends its time on. */
    enum Stage {
        TRANSPORT, AUDIO, MOTION, PICTURE
    }

    /** Ten seconds of frames. */
    private static final int FRAMES = 250;

    private final long[] generateNs = new long[FRAMES];
    private final long[] sorted = new long[FRAMES];
    private final long[] stageNs = new long[Stage.values().length];
    private long generated;
    private long generatedBefore;
    private long lapNs;
    private long unfinishedNs;
    private double energy;
    private long samples;
    private long framesSentBefore;
    private long framesDroppedBefore;
    private long readAtNs;

    void heard(float[] speech) {
        for (float s : speech) {
            energy += s * s;
        }
        samples += speech.length;
    }

    /** A tick's work begins. */
    void begin(long nowNs) {
        lapNs = nowNs;
    }

    /** A stage has done its part of the tick; the time since the last lap was its. */
    void lap(Stage stage, long nowNs) {
        stageNs[stage.ordinal()] += nowNs - lapNs;
        lapNs = nowNs;
    }

    /** Time was spent on making frames; when one is finished, all of it since the one before is that frame's. */
    void worked(long ns, boolean frameFinished) {
        unfinishedNs += ns;
        if (frameFinished) {
            generateNs[(int) (generated++ % FRAMES)] = unfinishedNs;
            unfinishedNs = 0;
        }
    }

    /**
     * What there is to tell since the reading before.
     *
     * @param overload told how the second went
     * @param pictureRate frames a second without overload
     */
    CallStats read(long nowNs, long framesSent, long framesDropped, OverloadPolicy overload, int pictureRate) {
        double seconds = (nowNs - readAtNs) / 1e9;
        double framesPerSecond = seconds > 0 ? (framesSent - framesSentBefore) / seconds : 0;
        double power = samples > 0 ? energy / samples : 0;
        double levelDb = Math.max(CallStats.SILENCE_DB, 10 * Math.log10(power));
        CallStats.StageTimes stages = stages();
        if (framesSent > framesSentBefore) { // or there is nobody to send to
            overload.second(framesSent - framesSentBefore, framesDropped - framesDroppedBefore);
        }
        readAtNs = nowNs;
        framesDroppedBefore = framesDropped;
        framesSentBefore = framesSent;
        energy = 0;
        samples = 0;
        return new CallStats(framesPerSecond, framesDropped, generateMsP95(), stages, levelDb,
                overload.share() * pictureRate, overload.halves() ? 2 : 1);
    }

    private CallStats.StageTimes stages() {
        double frames = Math.max(1, generated - generatedBefore);
        generatedBefore = generated;
        CallStats.StageTimes times = new CallStats.StageTimes(perFrameMs(Stage.TRANSPORT, frames),
                perFrameMs(Stage.AUDIO, frames), perFrameMs(Stage.MOTION, frames), perFrameMs(Stage.PICTURE, frames));
        Arrays.fill(stageNs, 0);
        return times;
    }

    private double perFrameMs(Stage stage, double frames) {
        return stageNs[stage.ordinal()] / 1e6 / frames;
    }

    private double generateMsP95() {
        int count = (int) Math.min(generated, FRAMES);
        if (count == 0) {
            return 0;
        }
        System.arraycopy(generateNs, 0, sorted, 0, count);
        Arrays.sort(sorted, 0, count);
        return sorted[(count - 1) * 95 / 100] / 1e6;
    }
}
