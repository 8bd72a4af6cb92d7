package dev.visavis.agent.rtc;

import dev.visavis.agent.sdp.IceFragments;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.inference.I420Frame;
import dev.visavis.signaling.protocol.Sdp;

/**
 * The library's side of one call, as {@link WebRtcJavaTransport} drives it. This is the seam at which the rules of
 * order are tested without aborting a JVM. Calls block; none may be made from a callback.
 */
interface Connection {
    /** What the library tells, on its own threads. */
    interface Events {
        void onState(MediaTransport.State state);

        /** 10 ms of the peer's sound: little-endian 16 bit, interleaved. */
        void onPcm(byte[] s16le, int sampleRateHz, int channels, int frames);

        /**
         * @param bytesSent payload of picture and sound
         * @param roundTripMs or -1
         * @param estimateBps what the path can carry, or -1
         * @param bytesReceived of everything on all paths that are known now, or -1
         * @param framesEncoded pictures that the encoder has made something of
         */
        void onStats(long bytesSent, double roundTripMs, long estimateBps, long bytesReceived, long framesEncoded);
    }

    /** Applies an offer, first or renewed, and gives the answer with all candidates gathered. */
    Sdp answer(Sdp offer) throws NegotiationException;

    void addCandidate(IceFragments.Candidate candidate) throws NegotiationException;

    void pushFrame(I420Frame frame);

    /** @param s16le 10 ms, 48 kHz mono, little-endian */
    void pushPcm(byte[] s16le);

    /** What the video encoder keeps to from now on, bits a second. */
    void limitBitrate(int minBps, int maxBps);

    /** What the voice's encoder aims at from now on, bits a second. */
    void setVoiceBitrate(int bps);

    /** Stops to encode and send pictures, or begins again with a key frame. */
    void setVideoActive(boolean active);

    /** The result comes through {@link Events#onStats}. */
    void requestStats();

    /** Ends a wait for candidates. May be called at any time, from any thread. */
    void stopGathering();

    /** Closing, step 1: no more {@link Events#onPcm}. */
    void removeSink();

    /** Closing, step 2. */
    void closeConnection();

    /** Closing, step 3. */
    void disposeTracks();

    /** Closing, step 4. */
    void disposeSources();
}
