package dev.visavis.inference.audio;

import java.util.Arrays;

/**
 * Follows the speaker's level and the noise floor, tick by tick (10 ms), so that a quiet microphone moves the face as
 * much as a loud one and a steady noise does not move it at all.
 *
 * <p>Floor: the minimum of the smoothed level over the last three seconds (minimum statistics, R. Martin 2001). Level:
 * mean level of the ticks that are clearly above it.
 */
final class LevelTracker {
    /** What speech is brought to, in dBFS. */
    static final float TARGET_DB = -25;

    private static final int BLOCK_TICKS = 50;
    private static final int BLOCKS = 6;
    private static final int FIRST_GUESS_BLOCKS = 2;
    private static final float START_FLOOR_DB = -65;
    private static final float QUIETEST_SPEECH_DB = -58;
    private static final int MEMORY_TICKS = 300;
    private static final int PRIOR_TICKS = 8;
    /** The mean of decibels lies this much below the level of the mean power in speech. */
    private static final float MEAN_TO_RMS_DB = 6;

    private final float[] blockMinima = new float[BLOCKS];
    private float runningMinimum;
    private int tickInBlock;
    private int block;
    private float smoothPower;
    private float speechDb;
    private int activeTicks;
    private float speech;

    LevelTracker() {
        reset();
    }

    void reset() {
        Arrays.fill(blockMinima, START_FLOOR_DB);
        runningMinimum = 0;
        tickInBlock = 0;
        block = 0;
        smoothPower = 0;
        speechDb = TARGET_DB;
        activeTicks = PRIOR_TICKS;
        speech = 0;
    }

    /** @param power mean square of the tick, without DC */
    void track(float power) {
        smoothPower += 0.4f * (power - smoothPower);
        float db = decibels(smoothPower);
        trackFloor(db);
        float floor = floorDb();
        speech = ramp(db, floor + 6, floor + 14) * ramp(db, QUIETEST_SPEECH_DB - 6, QUIETEST_SPEECH_DB);
        if (speech > 0.5f) {
            activeTicks = Math.min(activeTicks + 1, MEMORY_TICKS);
            float over = db + MEAN_TO_RMS_DB - speechDb;
            boolean pause = over < -15 && activeTicks > BLOCK_TICKS; // counts a little, or a drop would never be followed
            speechDb += over / (pause ? 5 * MEMORY_TICKS : activeTicks);
        }
    }

    private void trackFloor(float db) {
        runningMinimum = Math.min(runningMinimum, db);
        if (++tickInBlock == BLOCK_TICKS) {
            blockMinima[block % BLOCKS] = runningMinimum;
            block++;
            if (block == FIRST_GUESS_BLOCKS) { // from here on the start value would only let steady noise through
                Arrays.fill(blockMinima, Math.min(blockMinima[0], runningMinimum));
            }
            runningMinimum = 0;
            tickInBlock = 0;
        }
    }

    private float floorDb() {
        float floor = runningMinimum;
        for (float minimum : blockMinima) {
            floor = Math.min(floor, minimum);
        }
        return Math.max(floor, -90);
    }

    /** 0 nothing but the floor, 1 clearly above it. */
    float speech() {
        return speech;
    }

    /** Factor that brings the speaker's power to {@link #TARGET_DB}; -20 to +35 dB. */
    float powerGain() {
        float db = TARGET_DB - speechDb;
        return (float) Math.pow(10, Math.max(-20, Math.min(35, db)) / 10);
    }

    /** The current level over the speaker's own mean, in dB. */
    float loudnessDb() {
        return decibels(smoothPower) - speechDb;
    }

    static float decibels(float power) {
        return (float) (10 * Math.log10(power + 1e-10));
    }

    private static float ramp(float x, float from, float to) {
        return Math.max(0, Math.min(1, (x - from) / (to - from)));
    }
}
