package dev.visavis.inference.photo;

import java.util.List;

/**
 * What was found on a photo that can become a portrait.
 *
 * @param width of the upright photo in pixels, as it was read (very large files are read at a part of their size)
 * @param height of the same
 * @param quarterTurns by which the photo was turned clockwise to stand upright, beyond what its Exif tag said
 * @param faces all faces of a third of the largest's size or more, largest first
 * @param chosen index of the portrait's face
 * @param faceSize longer side of the chosen face's mesh in pixels, forehead to chin
 * @param pose of the chosen face
 * @param quality of its pixels and expression
 * @param warnings in words for the person who chose the photo, the most important first; none if all is well
 */
public record PhotoAnalysis(int width, int height, int quarterTurns, List<FaceBox> faces, int chosen, int faceSize,
        HeadPose pose, FaceQuality quality, List<String> warnings) {
    public PhotoAnalysis {
        faces = List.copyOf(faces);
        warnings = List.copyOf(warnings);
    }
}
