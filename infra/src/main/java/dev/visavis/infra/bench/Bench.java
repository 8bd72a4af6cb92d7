package dev.visavis.infra.bench;

import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine;

/** {@code ./visavis bench}: measures, prints a table, and writes flat JSON if asked. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false, description = "Measures the product on this machine. Figures on a busy machine are of the busy machine.")
public final class Bench implements Callable<Integer> {
    /** What can be measured. */
    enum Part {
        ENGINE, LATENCY, CALLS, CAPACITY, OFFSET, BARGE_IN, NETWORK, RESTART, SOAK
    }

    @Option(names = "--pack", paramLabel = "DIR", description = "Model pack; the embedded one if not given. Engine, latency and barge-in only.")
    private Path packFolder;

    @Option(names = "--seconds", defaultValue = "30", description = "Length of each measurement (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--only", split = ",", description = "Parts: ${COMPLETION-CANDIDATES} (default: all).")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(names = "--transport", paramLabel = "NAME", description = "visavis.transport of the servers: webrtc-java or jitsi.")
    private String transport;

    @Option(names = "--scenario", split = ",", paramLabel = "NAME", description = "Networks: those of ARCHITECTURE.md's network.NAME (default: all).")
    private Set<String> scenarios = Set.of();

    @Option(names = "--runs", defaultValue = "1", description = "Calls for the offset and on each network, one after the other (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as flat JSON too.")
    private Path json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Figures figures = new Figures();
        figures.put("machine.cores", Runtime.getRuntime().availableProcessors());
        figures.put("machine.cpu", Machine.cpuModel());
        try {
            measure(figures);
        } finally { // a part that fails after half an hour takes no other's figures along
            figures.print(System.out);
            if (json != null) {
                figures.write(json);
            }
        }
        return 0;
    }

    private void measure(Figures figures) throws Exception {
        Speech speech = Speech.load();
        try (ModelPack pack = packFolder == null ? ModelPacks.explicit() : ModelPacks.load(packFolder)) {
            if (parts.contains(Part.ENGINE)) {
                progress("engine");
                new EngineBench(pack, speech, seconds, figures).run();
            }
            if (parts.contains(Part.LATENCY)) {
                progress("latency");
                new LatencyBench(pack, speech, seconds, figures).run();
            }
            if (parts.contains(Part.BARGE_IN)) {
                progress("barge-in");
                new BargeInBench(pack, speech, figures).run();
            }
        }
        if (parts.contains(Part.CALLS)) {
            progress("calls");
            new CallBench(speech, seconds, figures, settings()).run();
            figures.ratio("call.cpu_over_encode", "call.cpu_cores.1", "encode.cpu_ms_per_s", 1000);
        }
        if (parts.contains(Part.CAPACITY)) {
            progress("capacity");
            new CapacityBench(speech, seconds, figures, settings()).run();
        }
        if (parts.contains(Part.OFFSET)) {
            progress("offset");
            new OffsetBench(seconds, figures, settings()).run(runs);
        }
        if (parts.contains(Part.NETWORK)) {
            progress("network");
            new NetworkBench(speech, seconds, figures, settings()).run(NetworkScenario.named(scenarios), runs);
        }
        if (parts.contains(Part.RESTART)) {
            progress("restart");
            new RestartBench(figures).run();
        }
        if (parts.contains(Part.SOAK)) {
            progress("soak");
            new SoakBench(speech, seconds, figures, settings()).run();
        }
    }

    private Map<String, Object> settings() {
        return transport == null ? Map.of() : Map.of("visavis.transport", transport);
    }

    private static void progress(String part) {
        System.err.println(String.format(Locale.ROOT, "measuring: %s ...", part));
    }
}
