package dev.visavis.demo.doctor;

import dev.visavis.agent.rtc.WebRtcJava;

/** Loads the WebRTC library and says so; a program of its own for {@link Doctor}. */
final class WebRtcProbe {
    static final String LOADED = "WebRTC loaded";

    private WebRtcProbe() {
    }

    public static void main(String[] args) {
        WebRtcJava.load();
        System.out.println(LOADED);
        System.out.flush();
        // The library's threads live on; nobody waits for them.
        Runtime.getRuntime().halt(0);
    }
}
