package dev.visavis.agent.voice;

import dev.visavis.agent.transport.MediaTransport;

/** Makes the call's PCM of what a program sends: 48 kHz mono. One instance for one stream; not thread-safe. */
public interface VoiceDecoder extends AutoCloseable {
    /**
     * Decodes one message.
     *
     * @return what it gives; may be empty
     * @throws IllegalArgumentException if it is none of the format; the message says why, and the stream goes on
     */
    short[] decode(byte[] message);

    /** What is left inside at the end of a segment. */
    short[] flush();

    /** Forgets what is inside: a segment was taken back. */
    void reset();

    @Override
    void close();

    /** A decoder for a format. */
    static VoiceDecoder of(VoiceFormat format) {
        if (format.opus()) {
            return new OpusVoice();
        }
        return new PcmVoice(format.sampleRateHz(), MediaTransport.SAMPLE_RATE_HZ);
    }
}
