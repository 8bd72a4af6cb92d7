package dev.visavis.infra.bench;

import dev.visavis.demo.ClassArchive;
import dev.visavis.demo.JvmOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server in a process of its own, so that its processor time and memory are its alone. Linux only. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("https?://(localhost|127\\.0\\.0\\.1)\\S*");

    private static final int IDLE_WINDOW_SECONDS = 5;

    /** A server without calls uses .03; on a machine so busy that it gets no more, one window says nothing. */
    private static final double CORES_AT_REST = 0.1;
    private static final int WINDOWS_AT_REST = 2;
    private static final int WINDOWS_UNTIL_REST = 36;

    private final Process process;
    private final String address;
    private final double startSeconds;

    private ServerProcess(Process process, String address, double startSeconds) {
        this.process = process;
        this.address = address;
        this.startSeconds = startSeconds;
    }

    /**
     * Starts a main class of ours with this process's class path and returns once it has printed its address.
     *
     * @param settings by full name
     * @throws IOException if it ends or prints no address within 60 s; the message holds its output
     */
    static ServerProcess start(Map<String, ?> settings, Class<?> mainClass, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(JvmOptions.ofServer());
        command.addAll(ClassArchive.options());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add(mainClass.getName());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Not as an argument: ONNX Runtime 1.29 for Java crashes when the command line is longer than about 4 kB.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        settings.forEach((path, value) -> builder.environment()
                .put(path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value.toString()));
        long beganNs = System.nanoTime();
        Process process = builder.start();
        StringBuffer output = new StringBuffer();
        CompletableFuture<String> printed = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, output, printed), "server-output");
        reader.setDaemon(true);
        reader.start();
        try {
            String address = printed.get(60, TimeUnit.SECONDS);
            return new ServerProcess(process, address, (System.nanoTime() - beganNs) / 1e9);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("the server did not start; it printed:\n" + output, e);
        }
    }

    /** As {@link #start(Map, Class, String...)}, with the settings of the environment alone. */
    static ServerProcess start(Class<?> mainClass, String... args) throws IOException, InterruptedException {
        return start(Map.of(), mainClass, args);
    }

    private static void read(Process process, StringBuffer output, CompletableFuture<String> printed) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (output.length() < 100_000) {
                    output.append(line).append('\n');
                }
                Matcher address = ADDRESS.matcher(line);
                if (address.find()) {
                    printed.complete(address.group());
                }
            }
        } catch (IOException e) {
            // the process is gone; the line below says so
        }
        printed.completeExceptionally(new IOException("the server ended"));
    }

    /** Base URL as printed. */
    String address() {
        return address;
    }

    /** From start of the process to its address. */
    double startSeconds() {
        return startSeconds;
    }

    /** Processor time used so far by the server and its agents, all threads. */
    double cpuSeconds() {
        return processes().mapToLong(p -> p.info().totalCpuDuration().orElse(Duration.ZERO).toNanos()).sum() / 1e9;
    }

    /**
     * Cores that it uses at rest, once it has come to it.
     *
     * @throws IOException as {@link #awaitRest}
     */
    double idleCores() throws IOException, InterruptedException {
        awaitRest();
        return coresInAWindow();
    }

    /**
     * Waits until all agents have started, warmed up and opened their presenters, which goes on after the address is
     * printed: until it uses next to nothing.
     *
     * @throws IOException if it does not come to rest within three minutes
     */
    void awaitRest() throws IOException, InterruptedException {
        int restful = 0;
        for (int window = 0; restful < WINDOWS_AT_REST; window++) {
            if (window == WINDOWS_UNTIL_REST) {
                throw new IOException("the server does not come to rest");
            }
            restful = coresInAWindow() < CORES_AT_REST ? restful + 1 : 0;
        }
    }

    private double coresInAWindow() throws InterruptedException {
        double cpu = cpuSeconds();
        Thread.sleep(IDLE_WINDOW_SECONDS * 1000L);
        return (cpuSeconds() - cpu) / IDLE_WINDOW_SECONDS;
    }

    /** Resident memory of the server and its agents. What they share, such as the code of the libraries, counts for each. */
    double rssMb() {
        return processes().mapToDouble(p -> rssMb(p.pid())).sum();
    }

    /**
     * {@link #rssMb} once the garbage is gone, which else waits for memory to become scarce: what is left is kept.
     *
     * @throws IOException if a process cannot be told to collect it
     */
    double settledMb() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (ProcessHandle java : processes().toList()) {
            Process collection = new ProcessBuilder(jcmd, Long.toString(java.pid()), "GC.run").redirectErrorStream(true)
                    .start();
            String said = new String(collection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (collection.waitFor() != 0 && java.isAlive()) {
                throw new IOException("process " + java.pid() + " does not collect its garbage: " + said);
            }
        }
        return rssMb();
    }

    /** The processes that host calls. */
    List<ProcessHandle> agents() {
        return process.children().toList();
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    private static double rssMb(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024).sum();
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }

    /** Asks it to stop as Ctrl-C does, and waits. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the server did not stop within 20 s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
