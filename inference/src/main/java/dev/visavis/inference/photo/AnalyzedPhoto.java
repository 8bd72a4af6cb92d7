package dev.visavis.inference.photo;

import dev.visavis.inference.portrait.PortraitSource;

/**
 * A photo that can become a portrait.
 *
 * @param source the part of the photo about the face, at most about twice as fine as a portrait needs, with landmarks
 * @param analysis in pixels of the whole photo
 */
public record AnalyzedPhoto(PortraitSource source, PhotoAnalysis analysis) {
}
