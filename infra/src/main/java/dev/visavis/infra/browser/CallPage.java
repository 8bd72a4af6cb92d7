package dev.visavis.infra.browser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The demo page in a browser window, making a call. */
public final class CallPage {
    private final Page page;

    private CallPage(Page page) {
        this.page = page;
    }

    /** Opens the demo page and waits for its presenters. */
    public static CallPage open(Browser browser, String address) {
        return ready(browser.open(address));
    }

    /** The same in Firefox. */
    public static CallPage open(Firefox browser, String address) {
        return ready(browser.open(address));
    }

    private static CallPage ready(Page page) {
        page.until(
                "document.querySelector('#presenters input, #presenters button') && !document.querySelector('#start').disabled");
        return new CallPage(page);
    }

    /** Presses Start and waits for the first presented frame. */
    public CallPage start() {
        page.click("#start");
        page.until("window.visavis.firstFrameMs !== null");
        return this;
    }

    /** From Start pressed to the first presented frame, ms. */
    public double firstFrameMs() {
        return page.number("window.visavis.firstFrameMs");
    }

    /** Pictures a second that the agent says it sent, each second since this was last asked; from the first time on. */
    public List<Double> sentFps() {
        return ((List<?>) page.eval("""
                (() => {
                  const told = window.sentFps;
                  window.sentFps = [];
                  if (!told) window.visavis.call.addEventListener('agent', ({ detail }) => {
                    if (detail.type === 'stats') window.sentFps.push(detail.framesPerSecond);
                  });
                  return told ?? [];
                })()""")).stream().map(x -> ((Number) x).doubleValue()).toList();
    }

    /** Frames decoded since the call began, as WebRTC statistics count them. */
    public double framesDecoded() {
        return statistic("video", "framesDecoded");
    }

    /** Seconds since the page was opened, on the page's clock. */
    public double seconds() {
        return page.number("performance.now() / 1000");
    }

    /**
     * One number of the page's inbound RTP statistics.
     *
     * @param kind audio or video
     * @return NaN if the browser has none of that name
     */
    public double statistic(String kind, String name) {
        return inbound().get(kind) instanceof Map<?, ?> stream && stream.get(name) instanceof Number n
                ? n.doubleValue()
                : Double.NaN;
    }

    /** All inbound RTP statistics: audio, video, codecs, pair. */
    public Map<?, ?> inbound() {
        return page.await("window.callProbe.inbound()") instanceof Map<?, ?> m ? m : Map.of();
    }

    /** Presented frames: {now, expected display time, marker code, receive time}, ms of the page's clock. */
    public List<double[]> presentedFrames() {
        return rows(page.eval("window.avProbe.frames"));
    }

    /** When each beep began to sound, ms of the page's clock. */
    public List<Double> beeps() {
        return numbers("window.avProbe.onsets");
    }

    /** When each beep came out of the microphone, ms of the page's clock; only after {@link #hearMouth}. */
    public List<Double> spokenBeeps() {
        return numbers("window.avProbe.spoken");
    }

    /** Times the microphone, too; before the call is started. */
    public CallPage hearMouth() {
        page.run("window.avProbe.hearsMouth = true;");
        return this;
    }

    private List<Double> numbers(String list) {
        return ((List<?>) page.eval(list)).stream().map(x -> ((Number) x).doubleValue()).toList();
    }

    /** Loudness of the voice that came back: {ms of the page's clock, RMS}, every 20 ms. */
    public List<double[]> envelope() {
        return rows(page.eval("window.avProbe.envelope"));
    }

    /** Takes the mouth of the next frame as the mouth at rest; the head should be held still. */
    public void learnMouthAtRest() {
        page.await("window.avProbe.learnRest(document.querySelector('#avatar'))");
    }

    /** How far the mouth is from rest in the next frames: {display time in ms of the page's clock, mean luma change}. */
    public List<double[]> mouth(int frames) {
        return rows(page.await("window.avProbe.mouth(document.querySelector('#avatar'), " + frames + ")"));
    }

    private static List<double[]> rows(Object value) {
        return ((List<?>) value).stream()
                .map(r -> ((List<?>) r).stream().mapToDouble(x -> ((Number) x).doubleValue()).toArray()).toList();
    }

    /** The window behind, for what is not about calls. */
    public Page window() {
        return page;
    }

    /** Presses End and waits until the page is ready for another call. */
    public void end() {
        page.click("#end");
        page.until("!document.querySelector('#start').disabled && document.querySelector('#start').offsetParent");
    }

    /** Saves what the window shows. */
    public void screenshot(Path png) throws IOException {
        page.screenshot(png);
    }
}
