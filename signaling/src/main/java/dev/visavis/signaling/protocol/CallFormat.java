package dev.visavis.signaling.protocol;

/**
 * Size and rate of a call's picture, from its beginning to its end.
 *
 * @param width in pixels, even
 * @param height in pixels, even
 * @param framesPerSecond 25, 30 or 40
 */
public record CallFormat(int width, int height, int framesPerSecond) {
}
