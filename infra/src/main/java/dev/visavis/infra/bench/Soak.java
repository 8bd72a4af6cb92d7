package dev.visavis.infra.bench;

import dev.visavis.infra.browser.CallPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Calls that go on for long, looked at every few seconds: memory, frames and queues should be at the end as at the start. */
final class Soak {
    private final ServerProcess server;
    private final List<CallPage> calls;
    private Counts[] before;

    /**
     * @param seconds since the soak began
     * @param rssMb server and agents
     * @param fps of the worst call since the sample before, as decoded
     * @param videoBufferMs what the worst browser held back of the picture, mean since the sample before
     * @param audioBufferMs the same of the sound
     */
    record Sample(double seconds, double rssMb, double fps, double videoBufferMs, double audioBufferMs) {
    }

    private record Counts(double atSeconds, double frames, double videoDelay, double videoOut, double audioDelay,
            double audioOut) {
        static Counts of(CallPage call) {
            return new Counts(call.seconds(), call.framesDecoded(), call.statistic("video", "jitterBufferDelay"),
                    call.statistic("video", "jitterBufferEmittedCount"), call.statistic("audio", "jitterBufferDelay"),
                    call.statistic("audio", "jitterBufferEmittedCount"));
        }
    }

    Soak(ServerProcess server, List<CallPage> calls) {
        this.server = server;
        this.calls = calls;
    }

    /** Runs for a time, and returns what was seen. */
    List<Sample> run(int seconds, int everySeconds) throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        before = counts();
        long beganNs = System.nanoTime();
        for (int due = everySeconds; due <= seconds; due += everySeconds) {
            long leftNs = beganNs + TimeUnit.SECONDS.toNanos(due) - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, leftNs));
            samples.add(sample((System.nanoTime() - beganNs) / 1e9));
        }
        return samples;
    }

    private Counts[] counts() {
        return calls.stream().map(Counts::of).toArray(Counts[]::new);
    }

    private Sample sample(double seconds) {
        Counts[] now = counts();
        double fps = Double.MAX_VALUE;
        double video = 0;
        double audio = 0;
        for (int i = 0; i < now.length; i++) {
            fps = Math.min(fps, (now[i].frames - before[i].frames) / (now[i].atSeconds - before[i].atSeconds));
            video = Math.max(video, 1e3 * (now[i].videoDelay - before[i].videoDelay)
                    / Math.max(1, now[i].videoOut - before[i].videoOut));
            audio = Math.max(audio, 1e3 * (now[i].audioDelay - before[i].audioDelay)
                    / Math.max(1, now[i].audioOut - before[i].audioOut));
        }
        before = now;
        return new Sample(seconds, server.rssMb(), fps, video, audio);
    }

    /** Least-squares slope of memory over the second half, when everything is warm: megabytes an hour. */
    static double growthMbPerHour(List<Sample> samples) {
        List<Sample> late = samples.subList(samples.size() / 2, samples.size());
        double meanSeconds = late.stream().mapToDouble(Sample::seconds).average().orElseThrow();
        double meanMb = late.stream().mapToDouble(Sample::rssMb).average().orElseThrow();
        double cov = late.stream().mapToDouble(s -> (s.seconds - meanSeconds) * (s.rssMb - meanMb)).sum();
        double var = late.stream().mapToDouble(s -> Math.pow(s.seconds - meanSeconds, 2)).sum();
        return 3_600 * cov / var;
    }
}
