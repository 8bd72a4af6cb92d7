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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What a caller sees on bad networks: the product's page in Chromium calls the product's server through a
 * {@link UdpRelay}, one {@link NetworkScenario} after the other, each in a call of its own, from a server at rest on.
 */
final class NetworkBench {
    private static final int SETTLE_SECONDS = 8;
    private static final int EVENT_AFTER_SECONDS = 2;
    private static final long SEED = 5;
    private static final Set<String> MORE_IS_BETTER = Set.of("fps", "kbps");

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

    /** @param runs calls on each network; of several the worst is the figure, and all of them are noted */
    void run(List<NetworkScenario> scenarios, int runs) throws IOException, InterruptedException {
        Path microphone = Files.createTempFile("visavis-microphone", ".wav");
        speech.writeMicrophone(microphone);
        RelayedPorts ports = RelayedPorts.find();
        Map<String, Object> all = new HashMap<>(ports.settings());
        all.putAll(settings);
        try (ServerProcess server = ServerProcess.start(all, Main.class, "serve", "--port", "0");
                Browser browser = new Browser(microphone);
                UdpRelay relay = ports.relay(SEED)) {
            browser.preload(ports.script());
            server.awaitRest(); // or the first network would be measured beside the start of the agents
            for (NetworkScenario scenario : scenarios) {
                List<Run> measured = new ArrayList<>();
                for (int run = 0; run < runs; run++) {
                    boolean begins = scenario.event() == NetworkScenario.Event.CALL_BEGINS;
                    relay.impair(begins ? scenario.impairment() : NetworkScenario.PATH);
                    CallPage call = CallPage.open(browser, server.address()).start();
                    if (!begins) {
                        Thread.sleep(SETTLE_SECONDS * 1_000L);
                    }
                    measured.add(measure(scenario, call, relay));
                    call.window().close();
                }
                report(scenario, measured);
            }
        } finally {
            Files.delete(microphone);
        }
    }

    private Run measure(NetworkScenario scenario, CallPage call, UdpRelay relay)
            throws InterruptedException {
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
        double secondsPassed = (endedMs - beganMs) / 1_000;
        Map<String, Double> figure = new LinkedHashMap<>();
        figure.put("fps", (after.frames - before.frames) / secondsPassed);
        figure.put("freezes", after.freezes - before.freezes);
        figure.put("freeze_s", after.freezeSeconds - before.freezeSeconds);
        figure.put("kbps", (after.bytes - before.bytes) * 8 / 1_000 / secondsPassed);
        figure.put("longest_gap_ms", longestGapMs(frames, beganMs, endedMs));
        figure.put("concealed_percent", 100 * (after.concealed - before.concealed) / (after.samples - before.samples));
        if (scenario.event() == NetworkScenario.Event.OUTAGE) {
            figure.put("recovery_ms", firstFrameAfter(frames, eventMs) - eventMs);
        }
        return new Run(figure, call.window().text("statesSeen.join(', ')"));
    }

    private void report(NetworkScenario scenario, List<Run> runs) {
        String prefix = "network." + scenario.name() + ".";
        for (String name : runs.get(0).figures.keySet()) {
            double[] all = runs.stream().mapToDouble(run -> run.figures.get(name)).toArray();
            DoubleStream values = DoubleStream.of(all);
            figures.put(prefix + name, (MORE_IS_BETTER.contains(name) ? values.min() : values.max()).orElseThrow());
            if (all.length > 1) {
                figures.note(prefix + name, "worst of " + DoubleStream.of(all)
                        .mapToObj(value -> String.format(Locale.ROOT, "%.4g", value)).collect(Collectors.joining(" ")));
            }
        }
        figures.put(prefix + "page", runs.stream().map(Run::said).distinct().collect(Collectors.joining(" | ")));
        figures.note(prefix + "page", "what it said under " + scenario.what());
    }

    /** @return when it was over, ms of the page's clock */
    private static double happen(NetworkScenario scenario, CallPage call, UdpRelay relay)
            throws InterruptedException {
        if (scenario.event() == NetworkScenario.Event.OUTAGE) {
            Thread.sleep(EVENT_AFTER_SECONDS * 1_000L);
            relay.impair(Impairment.NONE.withOutage(true));
            Thread.sleep(NetworkScenario.OUTAGE_MS);
            relay.impair(scenario.impairment());
        } else if (scenario.event() == NetworkScenario.Event.NEW_ADDRESS) {
            Thread.sleep(EVENT_AFTER_SECONDS * 1_000L);
            relay.changeAddresses();
        }
        return call.seconds() * 1_000;
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

    /**
     * One call.
     *
     * @param figures by the ends of their names
     * @param said the page, meanwhile
     */
    private record Run(Map<String, Double> figures, String said) {
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
