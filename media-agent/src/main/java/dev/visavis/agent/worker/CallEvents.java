package dev.visavis.agent.worker;

import dev.visavis.agent.call.CallStats;
import dev.visavis.agent.call.FixedDelay;
import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.CallEvent.Stats.StageMs;
import dev.visavis.signaling.protocol.Wire;
import dev.visavis.signaling.protocol.VoiceMode;
import io.vertx.core.eventbus.EventBus;

/** Publishes what happens in one call; nothing after it has closed. Thread-safe. */
final class CallEvents {
    private final EventBus bus;
    private final String callId;
    private State state;

    CallEvents(EventBus bus, String callId) {
        this.bus = bus;
        this.callId = callId;
    }

    synchronized void become(State next, String reason) {
        if (state != next && state != State.CLOSED) {
            state = next;
            publish(new CallEvent.StateChanged(callId, next, reason));
        }
    }

    /** Published only while the call is live. */
    synchronized void stats(CallStats stats, FixedDelay delay) {
        if (state == State.LIVE) {
            CallStats.StageTimes stages = stats.stages();
            publish(new CallEvent.Stats(callId, stats.framesPerSecond(), stats.framesDropped(), stats.generateMsP95(),
                    new StageMs(stages.transportMs(), stages.audioMs(), stages.motionMs(), stages.pictureMs()),
                    delay.ms(), stats.speechLevelDb(), stats.targetFramesPerSecond(), stats.sizeDivisor()));
        }
    }

    /** Published whenever the call is not closed. */
    synchronized void voice(VoiceMode mode, boolean speaking, String detail) {
        if (state != State.CLOSED) {
            publish(new CallEvent.Voice(callId, mode, speaking, detail));
        }
    }

    private void publish(CallEvent event) {
        bus.publish(Addresses.callEvents(callId), Wire.encode(event));
    }
}
