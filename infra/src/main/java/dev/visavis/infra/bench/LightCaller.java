package dev.visavis.infra.bench;

import dev.visavis.agent.rtc.BrowserPeer;
import dev.visavis.signaling.protocol.Sdp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;

/** A call without a page: set up over HTTP as any program would, then spoken into and decoded by libwebrtc. */
final class LightCaller implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BrowserPeer peer;
    private final URI call;
    private int framesBefore;
    private long sinceNs;

    private LightCaller(BrowserPeer peer, URI call) {
        this.peer = peer;
        this.call = call;
    }

    /**
     * Returns once the answer is applied; the first picture comes soon after.
     *
     * @param server base URL
     * @param portrait a presenter's id
     * @throws IOException if the server refuses the call; the message holds its reason
     */
    static LightCaller call(URI server, String portrait) throws Exception {
        BrowserPeer peer = new BrowserPeer(true);
        try {
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/calls?portrait=" + portrait))
                    .header("Content-Type", "application/sdp")
                    .POST(BodyPublishers.ofString(peer.offer().toString())).build();
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 201) {
                throw new IOException("no call: " + response.statusCode() + " " + response.body());
            }
            peer.accept(Sdp.parse(response.body()));
            return new LightCaller(peer,
                    server.resolve(response.headers().firstValue("Location").orElseThrow()));
        } catch (Exception e) {
            peer.close();
            throw e;
        }
    }

    /** Says 10 ms. */
    void say(short[] pcm) {
        peer.say(pcm);
    }

    /** Pictures a second decoded since this was last asked; NaN the first time. */
    double framesPerSecond() {
        int frames = peer.framesSeen();
        long nowNs = System.nanoTime();
        double fps = sinceNs == 0
                ? Double.NaN
                : (frames - framesBefore) * (double) TimeUnit.SECONDS.toNanos(1) / (nowNs - sinceNs);
        framesBefore = frames;
        sinceNs = nowNs;
        return fps;
    }

    /** Hangs up. */
    @Override
    public void close() {
        try {
            HTTP.send(HttpRequest.newBuilder(call).DELETE().build(), BodyHandlers.discarding());
        } catch (IOException e) {
            // a server that is gone holds no call
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            peer.close();
        }
    }
}
