package dev.visavis.agent.worker;

import dev.visavis.agent.call.CallPipeline;
import dev.visavis.agent.call.VoiceFeed;
import dev.visavis.agent.conversation.ConversationOptions;
import dev.visavis.agent.conversation.RealtimeConversation;
import dev.visavis.agent.voice.ParrotVoice;
import dev.visavis.agent.voice.PortraitVoice;
import dev.visavis.agent.voice.SpeechProgram;
import dev.visavis.agent.voice.TextVoice;
import dev.visavis.signaling.protocol.VoiceMode;
import io.vertx.core.Vertx;

/**
 * Whose words a call's portrait says: one voice at a time, told of what becomes of its own segments. Thread-safe; the
 * feed's events come on the call's thread.
 */
final class CallVoice implements VoiceFeed.Listener {
    private static final PortraitVoice SILENT = new PortraitVoice() {
    };

    private final Vertx vertx;
    private final VoiceOptions options;
    private final CallPipeline pipeline;
    private final VoiceFeed feed;
    private final CallEvents events;
    private final TextVoice text;
    private VoiceMode mode = VoiceMode.CALLER;
    private VoiceMode beforeProgram = VoiceMode.CALLER;
    private boolean speaking;
    private boolean closed;
    private volatile Turn turn = new Turn(SILENT, 0);

    /** A voice, and the last segment that was another's. */
    private record Turn(PortraitVoice voice, long after) {
    }

    CallVoice(Vertx vertx, CallPipeline pipeline, VoiceOptions options, Workers.Queue queue, CallEvents events) {
        this.vertx = vertx;
        this.options = options;
        this.pipeline = pipeline;
        this.feed = pipeline.voiceFeed();
        this.events = events;
        this.text = new TextVoice(feed, new SpeechProgram(options.speechCommand()), task -> queue.run(() -> {
            task.run();
            return null;
        }), this::tell);
        feed.setListener(this);
    }

    /** @throws Refusal 422 if it cannot be had */
    synchronized void choose(VoiceMode next) {
        if (mode == VoiceMode.PROGRAM) {
            throw Refusal.cannot("A program speaks through the portrait; it must leave the voice socket first.");
        }
        become(next, switch (next) {
            case CALLER, TEXT -> SILENT;
            case PARROT -> new ParrotVoice(feed);
            case CONVERSATION -> converse();
            case PROGRAM -> throw Refusal.malformed("A program takes its turn by the voice socket.");
        });
    }

    private PortraitVoice converse() {
        ConversationOptions server = options.conversation().orElseThrow(() -> Refusal.cannot("This server is not set "
                + "up for a conversation; its operator can name one by visavis.conversation.url."));
        return RealtimeConversation.start(vertx, server, feed, new RealtimeConversation.Listener() {
            @Override
            public void trouble(String words) {
                tell(words);
            }

            @Override
            public void ended(String why) {
                conversationEnded(why);
            }
        });
    }

    /** The portrait goes on without words of its own; the call goes on. */
    private synchronized void conversationEnded(String why) {
        if (mode == VoiceMode.CONVERSATION) {
            choose(VoiceMode.TEXT);
            tell(why);
        }
    }

    /**
     * A program takes its turn, until it leaves.
     *
     * @return number of the last segment that is not its
     * @throws Refusal 409 if another has
     */
    synchronized long join(PortraitVoice program) {
        checkFree();
        beforeProgram = mode;
        become(VoiceMode.PROGRAM, program);
        return turn.after();
    }

    /** @throws Refusal if no program can take its turn now */
    synchronized void checkFree() {
        if (closed) {
            throw Refusal.unknownCall();
        }
        if (mode == VoiceMode.PROGRAM) {
            throw new Refusal(409, "Another program speaks through the portrait already.");
        }
    }

    VoiceFeed feed() {
        return feed;
    }

    /** A program leaves; what was before goes on, but for a conversation, which has ended. */
    synchronized void leave(PortraitVoice program) {
        if (turn.voice() == program) {
            mode = beforeProgram;
            choose(beforeProgram == VoiceMode.CONVERSATION ? VoiceMode.TEXT : beforeProgram);
        }
    }

    private void become(VoiceMode next, PortraitVoice voice) {
        PortraitVoice former = turn.voice();
        interrupt();
        mode = next;
        turn = new Turn(voice, feed.lastSegment());
        pipeline.listenWith(next == VoiceMode.CALLER ? null : voice);
        former.close();
        tell("");
    }

    /** @throws Refusal 422 if a program speaks */
    synchronized void say(String words) {
        if (mode == VoiceMode.CALLER) {
            choose(VoiceMode.TEXT);
        } else if (mode == VoiceMode.PROGRAM) {
            throw Refusal.cannot("A program speaks through the portrait; it must leave the voice socket first.");
        }
        text.say(words);
    }

    /** Barge-in. */
    void interrupt() {
        text.interrupt();
        feed.clear();
    }

    private synchronized void tell(String detail) {
        if (!closed) {
            events.voice(mode, speaking, detail);
        }
    }

    @Override
    public void started(long segment) {
        becomeSpeaking(true);
        Turn now = turn;
        if (segment > now.after()) {
            now.voice().started(segment);
        }
    }

    @Override
    public void finished(long segment, long positionMs, boolean interrupted) {
        becomeSpeaking(!feed.isIdle());
        Turn now = turn;
        if (segment > now.after()) {
            now.voice().finished(segment, positionMs, interrupted);
        }
    }

    private synchronized void becomeSpeaking(boolean now) {
        if (speaking != now) {
            speaking = now;
            tell("");
        }
    }

    /** The call ends. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            interrupt();
            turn.voice().close();
        }
    }
}
