package dev.visavis.inference.provenance;

import dev.visavis.inference.I420Frame;

/** Stage: marks a frame as made by AI (EU AI Act, Art. 50: disclosed). Stateless between frames. */
public interface ProvenanceMark extends AutoCloseable {
    /**
     * Hot path: marks a frame in place.
     *
     * @param frame any even size
     * @param frameIndex the frame's number in its call, from 0
     */
    void mark(I420Frame frame, long frameIndex);

    @Override
    void close();
}
