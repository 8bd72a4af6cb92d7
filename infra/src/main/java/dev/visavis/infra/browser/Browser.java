package dev.visavis.infra.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Headless Chromium whose microphone plays a WAV file over and over. Each {@link #open} is a window of its own, with
 * {@code call-probe.js} and {@code av-probe.js} running before the page. Not thread-safe.
 *
 * <p>The programs are taken from {@code CHROMIUM} and {@code CHROMEDRIVER}, else from the usual places.
 */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final Path profile;
    private final List<String> preloaded = new ArrayList<>(List.of(script("call-probe.js")));

    /** @param microphone WAV file, 48 kHz mono S16 */
    public Browser(Path microphone) {
        this(microphone, List.of());
    }

    /**
     * @param microphone WAV file, 48 kHz mono S16
     * @param extraFlags further command-line flags of Chromium
     */
    public Browser(Path microphone, List<String> extraFlags) {
        this(microphone, extraFlags, true);
    }

    private Browser(Path microphone, List<String> extraFlags, boolean watches) {
        if (watches) {
            preloaded.add(script("av-probe.js"));
        }
        try {
            profile = Files.createTempDirectory("visavis-chromium");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("CHROMIUM", "chromium", "chromium-browser", "google-chrome").toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-renderer-backgrounding", "--disable-background-timer-throttling",
                "--disable-backgrounding-occluded-windows", "--autoplay-policy=no-user-gesture-required",
                "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                "--use-file-for-fake-audio-capture=" + microphone.toAbsolutePath(),
                "--disable-features=WebRtcHideLocalIpsWithMdns", "--window-size=1280,900",
                "--user-data-dir=" + profile);
        options.addArguments(extraFlags);
        options.setAcceptInsecureCerts(true);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("CHROMEDRIVER", "chromedriver").toFile()).usingAnyFreePort().build();
        try {
            driver = new ChromeDriver(service, options);
            driver.manage().timeouts().scriptTimeout(PATIENCE);
        } catch (WebDriverException e) {
            throw new BrowserException("Chromium did not start: " + e.getMessage(), e);
        }
    }

    /**
     * One that reads statistics only, where what it takes to look at every frame and sample would be in the way. Its
     * windows are small: they are painted on the processor, which is a graphics card's work at most people's.
     */
    public static Browser ofStatistics(Path microphone) {
        return new Browser(microphone, List.of("--window-size=480,360"), false);
    }

    private static Path program(String variable, String... names) {
        String configured = System.getenv(variable);
        Stream<Path> candidates = configured != null
                ? Stream.of(Path.of(configured))
                : Stream.of(names).flatMap(n -> Stream.of("/usr/bin/", "/usr/local/bin/", "/snap/bin/")
                        .map(d -> Path.of(d + n)));
        return candidates.filter(Files::isExecutable).findFirst().orElseThrow(() -> new BrowserException(
                names[0] + " was not found; on Debian: apt-get install chromium chromium-driver, or set " + variable));
    }

    /** Runs a script in every page that is opened from now on, before the page's own. */
    public void preload(String script) {
        preloaded.add(script);
    }

    /** Opens a page in a window of its own and returns once its scripts have run. */
    public Page open(String url) {
        // The first window stays empty: the browser ends with its last one.
        driver.switchTo().newWindow(WindowType.WINDOW);
        // The probe's audio worklet is not of the page's own files.
        driver.executeCdpCommand("Page.setBypassCSP", Map.of("enabled", true));
        preloaded.forEach(s -> driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", s)));
        driver.get(url);
        return new Page(driver.getWindowHandle());
    }

    private static String script(String name) {
        try (InputStream in = Browser.class.getResourceAsStream("/dev/visavis/infra/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            driver.quit();
        } finally {
            deleteProfile();
        }
    }

    private void deleteProfile() {
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(f -> f.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Chromium may still be removing files of its own; what is left lies in the temporary folder.
        }
    }

    /** One window. */
    public final class Page {
        private final String handle;

        private Page(String handle) {
            this.handle = handle;
        }

        private ChromeDriver driver() {
            if (!handle.equals(driver.getWindowHandle())) {
                driver.switchTo().window(handle);
            }
            return driver;
        }

        /** Evaluates an expression; numbers come as Long or Double, arrays as List, objects as Map. */
        public Object eval(String expression) {
            return driver().executeScript("return (" + expression + ");");
        }

        /** Evaluates an expression that gives a promise, and waits for it. */
        public Object await(String expression) {
            return driver().executeAsyncScript(
                    "const done = arguments[arguments.length - 1];"
                            + "Promise.resolve(" + expression + ").then(done, e => done('failed: ' + e));");
        }

        /** As {@link #eval}, a number. */
        public double number(String expression) {
            return eval(expression) instanceof Number n ? n.doubleValue() : Double.NaN;
        }

        /** As {@link #eval}, a text. */
        public String text(String expression) {
            return String.valueOf(eval(expression));
        }

        /** Runs statements. */
        public void run(String script) {
            driver().executeScript(script);
        }

        /** Clicks what a CSS selector finds. */
        public void click(String selector) {
            driver().findElement(org.openqa.selenium.By.cssSelector(selector)).click();
        }

        /** Chooses a file in the file input that a CSS selector finds. */
        public void choose(String selector, Path file) {
            driver().findElement(org.openqa.selenium.By.cssSelector(selector))
                    .sendKeys(file.toAbsolutePath().toString());
        }

        /**
         * Waits until an expression is true.
         *
         * @throws BrowserException after 28 s, with what the page shows
         */
        public void until(String expression) {
            Object met = driver().executeAsyncScript("""
                    const done = arguments[1], end = performance.now() + arguments[0];
                    const poll = () => {
                      let met = false;
                      try { met = !!(%s); } catch (e) { /* not there yet */ }
                      if (met || performance.now() > end) done(met); else setTimeout(poll, 20);
                    };
                    poll();""".formatted(expression), PATIENCE.toMillis() - 2_000);
            if (!Boolean.TRUE.equals(met)) {
                throw new BrowserException("waited in vain for " + expression + "; the page shows: "
                        + text("document.body.innerText.slice(0, 400)") + "; console: " + console());
            }
        }

        /** What the page wrote to its console. */
        public String console() {
            StringBuilder lines = new StringBuilder();
            driver().manage().logs().get("browser").forEach(l -> lines.append(l.getMessage()).append('\n'));
            return lines.toString();
        }

        /** Saves what the window shows. */
        public void screenshot(Path png) throws IOException {
            Files.write(png, driver().getScreenshotAs(OutputType.BYTES));
        }

        /** Closes this window. */
        public void close() {
            driver().close();
            driver.getWindowHandles().stream().findFirst().ifPresent(h -> driver.switchTo().window(h));
        }
    }
}
