/**
 * From motion latent to picture. {@link dev.visavis.inference.render.FaceDecoder} is the stage; the explicit renderer
 * implements it in plain Java: {@link dev.visavis.inference.render.ExplicitFaceDecoder} draws the frames of a
 * {@link dev.visavis.inference.render.ExplicitPortrait}. Its parts, in the order of a frame: clean motion, mesh
 * deformation and head pose (of {@code inference.face}), warp, eyes, lids, mouth.
 */
package dev.visavis.inference.render;
