package dev.visavis.signaling.protocol;

import dev.visavis.signaling.protocol.CallEvent.Stats.StageMs;
import dev.visavis.signaling.protocol.CallEvent.State;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One of each record of the protocol. */
final class Samples {
    static final Controls CONTROLS = new Controls(10.0, -5.5, 1.2, Map.of("happy", 0.6, "surprised", 0.1), 1.5, 0.0,
            12.0);

    static final AgentStatus.Listener LISTENER = new AgentStatus.Listener("127.0.0.1", 40_123, "a".repeat(22));

    static final Controls OTHER_LOOK = new Controls(null, null, null, null, null, null, null, "m2", "#20405c");
    static final CallFormat FORMAT = new CallFormat(1280, 720, 30);

    private Samples() {
    }

    static final PhotoFindings FINDINGS = new PhotoFindings(640, 480,
            List.of(new PhotoFindings.Box(100, 90, 220, 230), new PhotoFindings.Box(-4, 20, 110, 120)), 1, -3.5, 2, 0.5,
            List.of("There is another face on the photo."), 512, 512, new PhotoFindings.Box(150, 140, 210, 215));

    static Stream<AgentRequest> requests() {
        return Stream.of(new AgentRequest.OpenCall("c1", "v=0\r\n", "w1", CONTROLS),
                new AgentRequest.OpenCall("c1", "v=0\r\n", "w1", Controls.UNCHANGED),
                new AgentRequest.OpenCall("c1", "v=0\r\n", "w1", Controls.UNCHANGED, FORMAT),
                new AgentRequest.SetControls("c1", OTHER_LOOK),
                new AgentRequest.AddCandidates("c1", "a=ice-ufrag:abcd\r\n"),
                new AgentRequest.RestartIce("c1", "a=ice-ufrag:efgh\r\n"),
                new AgentRequest.SetControls("c1", new Controls(null, null, 0.9, null, null, null, null)),
                new AgentRequest.SetVoice("c1", VoiceMode.PARROT), new AgentRequest.Say("c1", "Good morning."),
                new AgentRequest.Interrupt("c1"), new AgentRequest.CloseCall("c1", "DELETE"),
                new AgentRequest.AnalyzePhoto("0a".repeat(32) + "-2"),
                new AgentRequest.ForgetPortrait("0a".repeat(32)),
                new AgentRequest.CheckBackground("0a".repeat(32)),
                new AgentRequest.ForgetBackground("0a".repeat(32)), new AgentRequest.Drain());
    }

    static Stream<AgentReply> replies() {
        return Stream.of(new AgentReply.CallOpened("v=0\r\n", 300), new AgentReply.IceRestarted("a=ice-ufrag:x\r\n"),
                new AgentReply.PhotoAnalyzed(FINDINGS, "/9j/4AAQ"),
                new AgentReply.BackgroundChecked(List.of("It is small."), "/9j/4AAQ"), new AgentReply.Done());
    }

    static Stream<CallEvent> events() {
        return Stream.of(new CallEvent.StateChanged("c1", State.CONNECTING, ""),
                new CallEvent.StateChanged("c1", State.CLOSED, "consent lost"),
                new CallEvent.StateChanged("c1", State.LOST, "the agent is gone"),
                new CallEvent.Stats("c1", 25.0, 3, 14.2, new StageMs(0.1, 0.2, 0.3, 4), 300, -31.5, 25, 1),
                new CallEvent.Voice("c1", VoiceMode.PROGRAM, true, ""));
    }

    static Stream<GateFrame> frames() {
        return Stream.of(new GateFrame.Ask(3, Map.of("type", "drain")), new GateFrame.Answer(3, Map.of()),
                new GateFrame.Refuse(4, 503, "no room"),
                new GateFrame.Publish(Addresses.AGENT_STATUS, Map.of("agentId", "a1")));
    }

    static Stream<Record> all() {
        Stream<?> tagged = Stream.of(requests(), replies(), events(), frames()).flatMap(s -> s);
        return Stream.concat(tagged.map(Record.class::cast),
                Stream.of(new AgentStatus("a1", 4, 1, 17, List.of(new Presenter("w1", "Mia")), false, LISTENER),
                        new AgentGone("a1"),
                        LISTENER,
                        new Presenter("w1", "Mia"), CONTROLS, Controls.UNCHANGED, FORMAT, FINDINGS,
                        FINDINGS.faceInImage()));
    }
}
