package dev.visavis.infra.bench;

import dev.visavis.agent.call.CallClock;
import dev.visavis.agent.call.SystemCallClock;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.inference.portrait.Presenters;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@link LightCaller}s of one server in this process, all saying the recording, each from another place on. */
final class LightCallers implements AutoCloseable {
    private static final int TICKS_APART = 317;

    private final URI server;
    private final Speech speech;
    private final List<LightCaller> callers = new CopyOnWriteArrayList<>();
    private final short[] pcm = new short[MediaTransport.TICK_SAMPLES];
    private final Thread microphones = new Thread(this::speak, "microphones");

    LightCallers(String address, Speech speech) {
        this.server = URI.create(address);
        this.speech = speech;
        microphones.setDaemon(true);
        microphones.start();
    }

    /** One more calls; the presenters take turns. */
    void add() throws Exception {
        List<Presenters.Presenter> all = Presenters.list();
        callers.add(LightCaller.call(server, all.get(callers.size() % all.size()).id()));
    }

    int count() {
        return callers.size();
    }

    /** Of the call that got the fewest, since this was last asked. */
    double worstFramesPerSecond() {
        return callers.stream().mapToDouble(LightCaller::framesPerSecond).min().orElse(Double.NaN);
    }

    private void speak() {
        CallClock clock = new SystemCallClock();
        try {
            for (long tick = 0; true; tick++) {
                clock.awaitTick(tick);
                for (int i = 0; i < callers.size(); i++) {
                    say(callers.get(i), speech.tick48k(tick + (long) i * TICKS_APART));
                }
            }
        } catch (InterruptedException e) {
            // nobody speaks any more
        }
    }

    private void say(LightCaller caller, float[] tick) {
        for (int k = 0; k < pcm.length; k++) {
            pcm[k] = (short) Math.round(tick[k] * Short.MAX_VALUE);
        }
        caller.say(pcm);
    }

    @Override
    public void close() {
        microphones.interrupt();
        try {
            microphones.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (LightCaller caller : callers) {
            caller.close();
        }
    }
}
