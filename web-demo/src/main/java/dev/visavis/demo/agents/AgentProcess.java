package dev.visavis.demo.agents;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** One agent in a process of its own. What it prints appears among what this process prints. */
final class AgentProcess implements AgentSupervisor.Agent {
    /** While the process exits, libwebrtc's destructors try to reach the Java that is gone, and say so (harmless). */
    private static final Pattern LEAVING = Pattern
            .compile("(VM attach current thread failed|Failed to attach thread).*");

    private final Process process;
    private volatile String reason = "";

    private AgentProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a process that waits for its {@link #order}.
     *
     * @param heapMegabytes limit of its Java heap
     * @param crashReports folder for the reports of a JVM that aborts
     */
    static AgentProcess start(int heapMegabytes, Path crashReports) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError", "-XX:ErrorFile=" + crashReports.resolve("agent-crash-%p.log")));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        Arrays.stream(System.getenv().getOrDefault("JAVA_OPTS", "").split("\\s+")).filter(o -> !o.isEmpty())
                .forEach(command::add);
        command.add(AgentMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Not as an argument: ONNX Runtime for Java crashes when the command line is longer than about 4 kB.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        AgentProcess agent = new AgentProcess(builder.start());
        Thread printer = new Thread(agent::print, "agent-output");
        printer.setDaemon(true);
        printer.start();
        return agent;
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
        return process.onExit().thenApply(Process::exitValue);
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
