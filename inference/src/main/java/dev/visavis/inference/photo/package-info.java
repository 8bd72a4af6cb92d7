/**
 * From the bytes of anyone's photo to a {@link dev.visavis.inference.portrait.PortraitSource}: decoded upright within
 * bounds, the face found, 478 landmarks with irises, and what is wrong with the photo in words
 * ({@link dev.visavis.inference.photo.PhotoAnalyzer}). The networks are MediaPipe's, converted to ONNX by
 * {@code inference/training/landmarks}; {@code CARD.md} beside them says how well they agree with the original.
 */
package dev.visavis.inference.photo;
