package dev.visavis.demo.doctor;

import dev.visavis.agent.file.AudioFileReader;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.runtime.OnnxRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Looks at the machine, one thing after the other; what goes wrong with one does not hide the others. */
public final class Doctor {
    private static final long WANTED_MEMORY_MB = 1_024;
    private static final int WANTED_CORES = 2;

    private final VisavisConfig config;

    /** @param config for the port and the folders */
    public Doctor(VisavisConfig config) {
        this.config = config;
    }

    /**
     * Looks at everything.
     *
     * @param tell told each finding as soon as it is there
     * @return true if calls will work
     */
    public boolean examine(Consumer<Finding> tell) {
        boolean works = true;
        for (Map.Entry<String, Callable<Finding>> check : checks()) {
            Finding finding = look(check.getKey(), check.getValue());
            tell.accept(finding);
            works &= finding.status() != Finding.Status.FAIL;
        }
        return works;
    }

    private List<Map.Entry<String, Callable<Finding>>> checks() {
        List<Map.Entry<String, Callable<Finding>>> checks = new ArrayList<>();
        checks.add(Map.entry("Java", Doctor::java));
        checks.add(Map.entry("processor", Doctor::processor));
        checks.add(Map.entry("memory", Doctor::memory));
        checks.add(Map.entry("shared libraries", Doctor::libraries));
        checks.add(Map.entry("WebRTC", Doctor::webRtc));
        checks.add(Map.entry("FFmpeg", () -> Finding.ok("FFmpeg " + AudioFileReader.ffmpegVersion())));
        checks.add(Map.entry("ONNX Runtime", Doctor::onnxRuntime));
        checks.add(Map.entry("model pack", Doctor::pack));
        checks.add(Map.entry("port", this::port));
        checks.add(Map.entry("state folder", this::stateFolder));
        checks.add(Map.entry("Chromium", Doctor::chromium));
        return checks;
    }

    /** A missing native library is a LinkageError, so errors are findings too. */
    static Finding look(String name, Callable<Finding> check) {
        try {
            return check.call();
        } catch (Exception | LinkageError e) {
            Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            return Finding.fail(name + ": " + cause,
                    "see the first finding above that is not ok, else please report it");
        }
    }

    private static Finding java() {
        Runtime.Version version = Runtime.version();
        String what = "Java " + version + " (" + System.getProperty("java.vendor") + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return version.feature() >= 17 ? Finding.ok(what) : Finding.fail(what, "install a JDK 17 or later");
    }

    private static Finding processor() {
        int cores = Runtime.getRuntime().availableProcessors();
        String what = "processor: " + cores + (cores == 1 ? " core" : " cores");
        return cores >= WANTED_CORES ? Finding.ok(what) : Finding.warn(what, "two cores carry calls better");
    }

    private static Finding memory() throws IOException {
        Path meminfo = Path.of("/proc/meminfo");
        if (!Files.isReadable(meminfo)) {
            return Finding.ok("memory: " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MB for Java");
        }
        try (Stream<String> lines = Files.lines(meminfo)) {
            long freeMb = lines.filter(l -> l.startsWith("MemAvailable:")).findFirst()
                    .map(l -> Long.parseLong(l.replaceAll("[^0-9]", "")) / 1024).orElse(0L);
            String what = String.format(Locale.ROOT, "memory: %d MB available", freeMb);
            return freeMb >= WANTED_MEMORY_MB
                    ? Finding.ok(what)
                    : Finding.warn(what, "close something: a server with calls wants about 1 GB");
        }
    }

    private static Finding libraries() throws InterruptedException {
        String cache = SharedLibraries.cache();
        return cache == null
                ? Finding.ok("shared libraries: not looked at on this system")
                : SharedLibraries.check(cache);
    }

    /** In a process of its own: a native library that aborts takes its process along. */
    private static Finding webRtc() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WebRtcProbe.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return output.contains(WebRtcProbe.LOADED)
                ? Finding.ok("WebRTC: native library loads")
                : Finding.fail("WebRTC: native library does not load (exit code " + code + "): "
                        + output.lines().findFirst().orElse("no output"),
                        "see shared libraries above, else please report it");
    }

    private static Finding onnxRuntime() {
        return Finding.ok(OnnxRuntime.cudaUsable()
                ? "ONNX Runtime: with CUDA, on this machine's graphics card"
                : "ONNX Runtime: on the processor (no usable CUDA; the explicit pack needs none)");
    }

    /** Loading a pack checks the hash of each of its files. */
    private static Finding pack() throws Exception {
        try (ModelPack pack = ModelPacks.explicit()) {
            return Finding.ok("model pack " + pack.spec().name() + ": whole, " + pack.spec().width() + "x"
                    + pack.spec().height() + " at " + pack.spec().framesPerSecond() + " fps; "
                    + Presenters.list().size() + " presenters");
        }
    }

    private Finding port() {
        String where = config.server().host() + ":" + config.server().port();
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(config.server().host()), config.server().port()));
            return Finding.ok("port: " + where + " is free");
        } catch (UnknownHostException e) {
            return Finding.fail("port: " + config.server().host() + " is no address of this machine",
                    "set visavis.server.host to 127.0.0.1 or 0.0.0.0");
        } catch (IOException e) {
            return Finding.warn("port: " + where + " cannot be used: " + e.getMessage(),
                    "a running ./visavis serve has it? Otherwise choose another with --port");
        }
    }

    private Finding stateFolder() {
        Path folder = config.server().stateDirectory();
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isDirectory(existing) && Files.isWritable(existing)
                ? Finding.ok("state folder: " + folder)
                : Finding.warn("state folder: " + folder + " cannot be written to",
                        "--https needs it; set visavis.server.state-directory");
    }

    private static Finding chromium() {
        boolean browser = present("CHROMIUM", "chromium", "chromium-browser", "google-chrome");
        boolean driver = present("CHROMEDRIVER", "chromedriver");
        return browser && driver
                ? Finding.ok("Chromium and chromedriver, for the browser tests")
                : Finding.warn("Chromium or chromedriver is missing; only ./visavis test and bench need them",
                        "sudo apt-get install -y chromium chromium-driver (or set CHROMIUM and CHROMEDRIVER)");
    }

    private static boolean present(String variable, String... names) {
        String set = System.getenv(variable);
        if (set != null) {
            return Files.isExecutable(Path.of(set));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Stream.of(names).anyMatch(n -> Files.isExecutable(Path.of(folder, n))));
    }
}
