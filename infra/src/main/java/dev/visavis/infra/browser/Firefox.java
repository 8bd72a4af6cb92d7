package dev.visavis.infra.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.bidi.Command;
import org.openqa.selenium.bidi.Connection;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.remote.http.ClientConfig;
import org.openqa.selenium.remote.http.HttpClient;

/**
 * Headless Firefox, whose microphone hums, with {@code call-probe.js} running before each page. It is spoken to in WebDriver
 * BiDi (W3C) without geckodriver, which distributions do not have. Not thread-safe.
 *
 * <p>The program is taken from {@code FIREFOX}, else from the usual places.
 */
public final class Firefox implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a person would click away, or have installed: a microphone, sound without a click. */
    private static final Map<String, Object> PREFERENCES = Map.of("media.navigator.streams.fake", true,
            "media.navigator.permission.disabled", true, "media.autoplay.default", 0,
            "browser.shell.checkDefaultBrowser", false, "datareporting.policy.dataSubmissionEnabled", false,
            "app.update.enabled", false, "media.gmp-manager.updateEnabled", false);

    /**
     * Firefox takes H.264 in calls once its OpenH264 plugin has been downloaded; here the system's decoder takes it, which
     * needs a graphics card that is believed to be a good one.
     */
    private static final Map<String, Object> H264 = Map.of("media.webrtc.hw.h264.enabled", true,
            "media.navigator.mediadatadecoder_h264_enabled", true, "gfx.blacklist.webrtc.hw.acceleration.h264", 1,
            "gfx.blacklist.webrtc.hw.acceleration.decode", 1, "gfx.blacklist.webrtc.hw.acceleration.encode", 1);

    private final Profile profile = new Profile();
    private final Process process;
    private final Connection connection;

    /** @param h264 whether it can play the video of calls; a new Firefox without its plugin cannot */
    public Firefox(boolean h264) {
        int port = freePort();
        process = start(port, h264);
        connection = connect(port);
        send("session.new", Map.of("capabilities", Map.of("alwaysMatch", Map.of("acceptInsecureCerts", true))));
        send("script.addPreloadScript",
                Map.of("functionDeclaration", "() => {" + Programs.script("call-probe.js") + "}"));
    }

    private Process start(int port, boolean h264) {
        Path program = Programs.find("FIREFOX", "firefox-esr", "firefox");
        Stream<Map.Entry<String, Object>> preferences = Stream.concat(PREFERENCES.entrySet().stream(),
                h264 ? H264.entrySet().stream() : Stream.empty());
        try {
            Files.writeString(profile.folder().resolve("user.js"), preferences
                    .map(p -> "user_pref(\"" + p.getKey() + "\", " + p.getValue() + ");\n")
                    .collect(Collectors.joining()));
            return new ProcessBuilder(program.toString(), "--headless", "--no-remote", "--profile",
                    profile.folder().toString(), "--remote-debugging-port", Integer.toString(port))
                    .redirectErrorStream(true).redirectOutput(log().toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return profile.folder().resolve("console.txt");
    }

    private String logged() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It listens some seconds after its start. */
    private Connection connect(int port) {
        String address = "ws://127.0.0.1:" + port;
        HttpClient client = HttpClient.Factory.createDefault()
                .createClient(ClientConfig.defaultConfig().baseUri(URI.create(address)));
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return new Connection(client, address + "/session");
            } catch (WebDriverException | UncheckedIOException e) {
                if (!process.isAlive() || System.nanoTime() > endNs) {
                    String said = logged();
                    end();
                    throw new BrowserException("Firefox did not start: " + said, e);
                }
                awaitEnd(200);
            }
        }
    }

    private Map<?, ?> send(String method, Map<String, Object> parameters) {
        return connection.sendAndWait(new Command<Map<?, ?>>(method, parameters, Map.class), PATIENCE);
    }

    /** Opens a page in a window of its own and returns once its scripts have run. */
    public Page open(String url) {
        String window = (String) send("browsingContext.create", Map.of("type", "tab")).get("context");
        send("browsingContext.navigate", Map.of("context", window, "url", url, "wait", "complete"));
        return new FirefoxPage(window);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } finally {
            end();
        }
    }

    private void end() {
        process.destroy();
        if (!awaitEnd(10_000)) {
            process.destroyForcibly();
            awaitEnd(10_000);
        }
        profile.close();
    }

    private boolean awaitEnd(long ms) {
        try {
            return process.waitFor(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrowserException("interrupted while Firefox starts or ends", e);
        }
    }

    private final class FirefoxPage extends Page {
        private final String window;

        FirefoxPage(String window) {
            this.window = window;
        }

        /** Values travel as JSON, like those of Chromium's driver. */
        @Override
        public Object await(String expression) {
            Map<?, ?> told = send("script.evaluate", Map.of("expression",
                    "(async () => JSON.stringify({ value: await (" + expression + ") }))()", "target",
                    Map.of("context", window), "awaitPromise", true, "userActivation", true));
            if (told.get("exceptionDetails") instanceof Map<?, ?> details) {
                throw new BrowserException("in " + expression + ": " + details.get("text"));
            }
            String json = (String) ((Map<?, ?>) told.get("result")).get("value");
            return ((Map<?, ?>) new Json().toType(json, Map.class)).get("value");
        }

        @Override
        public Object eval(String expression) {
            return await(expression);
        }

        @Override
        public void run(String script) {
            await("(() => {" + script + "})()");
        }

        @Override
        public void click(String selector) {
            run("document.querySelector('" + selector + "').click()");
        }

        @Override
        public void choose(String selector, Path file) {
            Map<?, ?> found = send("browsingContext.locateNodes",
                    Map.of("context", window, "locator", Map.of("type", "css", "value", selector)));
            Map<?, ?> node = (Map<?, ?>) ((List<?>) found.get("nodes")).get(0);
            send("input.setFiles", Map.of("context", window, "element", Map.of("sharedId", node.get("sharedId")),
                    "files", List.of(file.toAbsolutePath().toString())));
        }

        /** What all pages and the browser itself wrote. */
        @Override
        public String console() {
            return logged();
        }

        @Override
        public void screenshot(Path png) throws IOException {
            Object data = send("browsingContext.captureScreenshot", Map.of("context", window)).get("data");
            Files.write(png, Base64.getDecoder().decode((String) data));
        }

        @Override
        public void close() {
            send("browsingContext.close", Map.of("context", window));
        }
    }
}
