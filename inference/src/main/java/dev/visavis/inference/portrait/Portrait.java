package dev.visavis.inference.portrait;

/**
 * A person's photo, prepared once for a pack: appearance and identity, without pose and expression. Immutable and
 * safe to share between calls. What is inside is the pack's own business.
 */
public interface Portrait {
    /** Name for logs and messages, for example the presenter's id. */
    String name();
}
