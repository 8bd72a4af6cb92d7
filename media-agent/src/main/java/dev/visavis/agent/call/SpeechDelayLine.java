package dev.visavis.agent.call;

import dev.visavis.agent.transport.MediaTransport;

/** Holds the peer's speech back by the call's fixed delay, so that it leaves with its picture. Begins with silence. */
final class SpeechDelayLine {
    private final short[][] ticks;
    private int position;

    SpeechDelayLine(FixedDelay delay) {
        ticks = new short[delay.ticks()][MediaTransport.TICK_SAMPLES];
    }

    /**
     * Takes a tick of speech and gives the one of D ago.
     *
     * @param speech full scale +-1; beyond it is clipped
     * @param voice receives 16 bit PCM
     */
    void exchange(float[] speech, short[] voice) {
        short[] oldest = ticks[position];
        System.arraycopy(oldest, 0, voice, 0, voice.length);
        for (int i = 0; i < oldest.length; i++) {
            oldest[i] = (short) Math.round(Math.max(-32_768, Math.min(32_767, speech[i] * 32_768)));
        }
        position = (position + 1) % ticks.length;
    }
}
