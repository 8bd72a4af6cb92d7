package dev.visavis.infra.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
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
    private final Profile profile = new Profile();
    private final List<String> preloaded = new ArrayList<>(List.of(Programs.script("call-probe.js")));

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
            preloaded.add(Programs.script("av-probe.js"));
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Programs.find("CHROMIUM", "chromium", "chromium-browser", "google-chrome").toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-renderer-backgrounding", "--disable-background-timer-throttling",
                "--disable-backgrounding-occluded-windows", "--autoplay-policy=no-user-gesture-required",
                "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                "--use-file-for-fake-audio-capture=" + microphone.toAbsolutePath(),
                "--disable-features=WebRtcHideLocalIpsWithMdns", "--window-size=1280,900",
                "--user-data-dir=" + profile.folder());
        options.addArguments(extraFlags);
        options.setAcceptInsecureCerts(true);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Programs.find("CHROMEDRIVER", "chromedriver").toFile()).usingAnyFreePort()
                .build();
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
        return new ChromiumPage(driver.getWindowHandle());
    }

    @Override
    public void close() {
        try {
            driver.quit();
        } finally {
            profile.close();
        }
    }

    private final class ChromiumPage extends Page {
        private final String handle;

        ChromiumPage(String handle) {
            this.handle = handle;
        }

        private ChromeDriver driver() {
            if (!handle.equals(driver.getWindowHandle())) {
                driver.switchTo().window(handle);
            }
            return driver;
        }

        @Override
        public Object eval(String expression) {
            return driver().executeScript("return (" + expression + ");");
        }

        @Override
        public Object await(String expression) {
            return driver().executeAsyncScript(
                    "const done = arguments[arguments.length - 1];"
                            + "Promise.resolve(" + expression + ").then(done, e => done('failed: ' + e));");
        }

        @Override
        public void run(String script) {
            driver().executeScript(script);
        }

        @Override
        public void click(String selector) {
            driver().findElement(By.cssSelector(selector)).click();
        }

        @Override
        public void choose(String selector, Path file) {
            driver().findElement(By.cssSelector(selector)).sendKeys(file.toAbsolutePath().toString());
        }

        @Override
        public String console() {
            StringBuilder lines = new StringBuilder();
            driver().manage().logs().get("browser").forEach(l -> lines.append(l.getMessage()).append('\n'));
            return lines.toString();
        }

        @Override
        public void screenshot(Path png) throws IOException {
            Files.write(png, driver().getScreenshotAs(OutputType.BYTES));
        }

        @Override
        public void close() {
            driver().close();
            driver.getWindowHandles().stream().findFirst().ifPresent(h -> driver.switchTo().window(h));
        }
    }
}
