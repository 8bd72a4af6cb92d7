package dev.visavis.signaling.protocol;

import java.util.List;

/**
 * What an agent found on a photo that can become a portrait.
 *
 * @param width of the upright photo in pixels
 * @param height of the same
 * @param faces on the photo, in its pixels, largest first
 * @param face which of them is the portrait's, 1 for the first
 * @param yaw of the head in degrees, + with the nose to the image's right
 * @param pitch + upwards
 * @param roll + clockwise
 * @param warnings in words for the person who chose the photo, the most important first; none if all is well
 * @param imageWidth of the picture as calls frame it
 * @param imageHeight of the same
 * @param faceInImage the portrait's face in that picture, in its pixels
 */
public record PhotoFindings(int width, int height, List<Box> faces, int face, double yaw, double pitch, double roll,
        List<String> warnings, int imageWidth, int imageHeight, Box faceInImage) {

    /** A face; its edges may lie outside the picture. */
    public record Box(int x, int y, int width, int height) {
    }

    public PhotoFindings {
        faces = List.copyOf(faces);
        warnings = List.copyOf(warnings);
    }
}
