package dev.visavis.demo.agents;

import dev.visavis.demo.ClassArchive;
import dev.visavis.demo.JvmOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One agent in a process of its own. What it prints appears among what this process prints. */
final class AgentProcess implements AgentSupervisor.Agent {
    /** While the process exits, libwebrtc's destructors try to reach the Java that is gone, and say so (harmless). */
    private static final Pattern LEAVING = Pattern
            .compile("(VM attach current thread failed|Failed to attach thread).*");

    private final Process process;
    private final CompletableFuture<Integer> exit;
    private volatile String reason = "";

    /** @param unpacked folder of its own, removed when it has ended */
    private AgentProcess(Process process, Path unpacked) {
        this.process = process;
        this.exit = process.onExit().thenApply(ended -> {
            delete(unpacked);
            return ended.exitValue();
        });
    }

    /**
     * Starts a process that waits for its {@link #order}.
     *
     * @param heapMegabytes limit of its Java heap
     * @param crashReports folder for the reports of a JVM that aborts
     */
    static AgentProcess start(int heapMegabytes, Path crashReports) throws IOException {
        // ONNX Runtime and libwebrtc unpack 40 MB there, and a process that is killed leaves them behind.
        Path unpacked = Files.createTempDirectory("visavis-agent");
        List<String> command = new ArrayList<>(List.of(java(), "-Djava.io.tmpdir=" + unpacked));
        command.addAll(JvmOptions.ofServer());
        command.addAll(ClassArchive.options());
        command.addAll(List.of("-Xmx" + heapMegabytes + "m", "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + crashReports.resolve("agent-crash-%p.log")));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        Arrays.stream(System.getenv().getOrDefault("JAVA_OPTS", "").split("\\s+")).filter(o -> !o.isEmpty())
                .forEach(command::add);
        command.add(AgentMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Not as an argument: ONNX Runtime for Java crashes when the command line is longer than about 4 kB.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        // glibc would keep a pool for each of the many native threads, and in each what the busiest moment took. But the
        // memory of a picture (1.4 MB at most) is to stay: fetched from the kernel for each one, page by page, it costs
        // fifteen times its copying.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        builder.environment().putIfAbsent("MALLOC_MMAP_THRESHOLD_", "2097152");
        builder.environment().putIfAbsent("MALLOC_TRIM_THRESHOLD_", "4194304");
        AgentProcess agent;
        try {
            agent = new AgentProcess(builder.start(), unpacked);
        } catch (IOException e) {
            delete(unpacked);
            throw e;
        }
        Thread printer = new Thread(agent::print, "agent-output");
        printer.setDaemon(true);
        printer.start();
        return agent;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // what is left lies in the folder for temporary files
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void print() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reason = line.startsWith(AgentMain.REASON) ? line.substring(AgentMain.REASON.length()) : reason;
                if (!LEAVING.matcher(line).matches()) {
                    System.err.println(line);
                }
            }
        } catch (IOException e) {
            // the process is gone
        }
    }

    /** Tells it what to be. */
    void order(AgentOrder order) throws IOException {
        Writer out = process.outputWriter(StandardCharsets.UTF_8);
        out.write(order.toLine() + "\n");
        out.flush();
    }

    @Override
    public CompletionStage<Integer> exit() {
        return exit;
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public void end() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            // it has ended already
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }
}
