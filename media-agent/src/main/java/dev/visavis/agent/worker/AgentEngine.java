package dev.visavis.agent.worker;

import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.provenance.ProvenanceMark;
import dev.visavis.signaling.protocol.Presenter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an agent makes faces with.
 *
 * @param pack shared by all calls; stays the caller's to close, after the agent
 * @param provenanceMarks makes the mark of each call
 * @param presenters the portraits that every call may name
 * @param photos opens a presenter's photo by its id; may be slow
 * @param uploads fetches the bytes of an uploaded picture by its {@link dev.visavis.signaling.protocol.PictureId}, from this
 *            process or another one; may be slow, and what comes is held against the id
 */
public record AgentEngine(ModelPack pack, Supplier<ProvenanceMark> provenanceMarks, List<Presenter> presenters,
        Function<String, Optional<PortraitSource>> photos, Function<String, Optional<byte[]>> uploads) {
    public AgentEngine {
        presenters = List.copyOf(presenters);
    }

    /** An engine for presenters alone. */
    public AgentEngine(ModelPack pack, Supplier<ProvenanceMark> provenanceMarks, List<Presenter> presenters,
            Function<String, Optional<PortraitSource>> photos) {
        this(pack, provenanceMarks, presenters, photos, id -> Optional.empty());
    }
}
