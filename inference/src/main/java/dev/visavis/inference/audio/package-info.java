/**
 * Speech in: sample-rate conversion and clock fitting ({@link dev.visavis.inference.audio.Resampler}), and the stage
 * that turns 16 kHz PCM into 25 feature frames a second ({@link dev.visavis.inference.audio.AudioEncoder}).
 */
package dev.visavis.inference.audio;
