package dev.visavis.infra.bench;

import dev.visavis.demo.Main;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import dev.visavis.infra.relay.Impairment;
import dev.visavis.infra.relay.RelayedPorts;
import dev.visavis.infra.relay.UdpRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a caller sees on bad networks: the product's page in Chromium calls the product's server through a
 * {@link UdpRelay}, one {@link NetworkScenario} after the other, each in a call of its own.
 */
final class NetworkBench {
    private static final int SETTLE_SECONDS = 8;
    private static final int OUTAGE_AFTER_SECONDS = 2;
    private static final long SEED = 5;

    private final Speech speech;
    private final int seconds;
    private final Figures figures;
    private final Map<String, Object> settings;

    /** @param settings of the server, by full name */
    NetworkBench(Speech speech, int seconds, Figures figures, Map<String, Object> settings) {
        this.speech = speech;
        this.seconds = seconds;
        this.figures = figures;
        this.settings = settings;
    }

    void run() throws IOException, InterruptedException {
        Path microphone = Files.createTempFile("visavis-microphone", ".wav");
        speech.writeMicrophone(microphone);
        RelayedPorts ports = RelayedPorts.find();
        Map<String, Object> all = new HashMap<>(ports.settings());
        all.putAll(settings);
        try (ServerProcess server = ServerProcess.start(all, Main.class, "serve", "--port", "0");
                Browser browser = new Browser(microphone);
                UdpRelay relay = ports.relay(SEED)) {
            browser.preload(ports.script());
            for (NetworkScenario scenario : NetworkScenario.all()) {
                relay.impair(NetworkScenario.PATH);
                CallPage call = CallPage.open(browser, server.address()).start();
                Thread.sleep(SETTLE_SECONDS * 1_000L);
                measure(scenario, call, relay);
                call.window().close();
            }
        } finally {
            Files.delete(microphone);
        }
    }

    private void measure(NetworkScenario scenario, CallPage call, UdpRelay relay) throws InterruptedException {
        call.window()
                .run("""
                        window.statesSeen = [];
                        new MutationObserver(() => statesSeen.push(document.querySelector('#state').textContent))
                          .observe(document.querySelector('#state'), { childList: true, characterData: true, subtree: true });""");
        Reading before = Reading.of(call);
        relay.impair(scenario.impairment());
        double beganMs = call.seconds() * 1_000;
        double eventMs = happen(scenario, call, relay);
        Thread.sleep(seconds * 1_000L);
        double endedMs = call.seconds() * 1_000;
        Reading after = Reading.of(call);
        List<double[]> frames = call.presentedFrames();
        String name = "network." + scenario.name();
        double secondsPassed = (endedMs - beganMs) / 1_000;
        figures.put(name + ".fps", (after.frames - before.frames) / secondsPassed);
        figures.put(name + ".freezes", after.freezes - before.freezes);
        figures.put(name + ".freeze_s", after.freezeSeconds - before.freezeSeconds);
        figures.put(name + ".kbps", (after.bytes - before.bytes) * 8 / 1_000 / secondsPassed);
        figures.put(name + ".longest_gap_ms", longestGapMs(frames, beganMs, endedMs));
        figures.put(name + ".concealed_percent",
                100 * (after.concealed - before.concealed) / (after.samples - before.samples));
        if (scenario.event() == NetworkScenario.Event.OUTAGE) {
            figures.put(name + ".recovery_ms", firstFrameAfter(frames, eventMs) - eventMs);
            figures.note(name + ".recovery_ms", "path restored to first presented frame");
        }
        figures.note(name + ".fps", scenario.what());
        figures.note(name + ".freezes", seen(call));
    }

    /** @return when it was over, ms of the page's clock */
    private static double happen(NetworkScenario scenario, CallPage call, UdpRelay relay)
            throws InterruptedException {
        if (scenario.event() != NetworkScenario.Event.NONE) {
            Thread.sleep(OUTAGE_AFTER_SECONDS * 1_000L);
        }
        if (scenario.event() == NetworkScenario.Event.OUTAGE) {
            relay.impair(Impairment.NONE.withOutage(true));
            Thread.sleep(NetworkScenario.OUTAGE_MS);
            relay.impair(scenario.impairment());
        } else if (scenario.event() == NetworkScenario.Event.NEW_ADDRESS) {
            relay.changeAddresses();
        }
        return call.seconds() * 1_000;
    }

    private static String seen(CallPage call) {
        String states = call.window().text("statesSeen.join(', ')");
        return String.format(Locale.ROOT, "the page said %s", states.isEmpty() ? "nothing" : states);
    }

    /** Frames are rows of {now, expected display time, ...}. */
    private static double longestGapMs(List<double[]> frames, double fromMs, double toMs) {
        double last = fromMs;
        double longest = 0;
        for (double[] frame : frames) {
            if (frame[1] > fromMs && frame[1] < toMs) {
                longest = Math.max(longest, frame[1] - last);
                last = frame[1];
            }
        }
        return Math.max(longest, toMs - last);
    }

    private static double firstFrameAfter(List<double[]> frames, double ms) {
        return frames.stream().mapToDouble(f -> f[1]).filter(t -> t > ms).findFirst().orElse(Double.NaN);
    }

    /** Counters of the page's streams (W3C webrtc-stats). */
    private record Reading(double frames, double freezes, double freezeSeconds, double bytes, double concealed,
            double samples) {
        static Reading of(CallPage call) {
            return new Reading(call.framesDecoded(), call.statistic("video", "freezeCount"),
                    call.statistic("video", "totalFreezesDuration"), call.statistic("video", "bytesReceived"),
                    call.statistic("audio", "concealedSamples"), call.statistic("audio", "totalSamplesReceived"));
        }
    }
}
