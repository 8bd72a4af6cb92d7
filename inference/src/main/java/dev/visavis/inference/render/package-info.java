/**
 * From motion latent to picture. {@link dev.visavis.inference.render.FaceDecoder} is the stage; the explicit renderer
 * implements it in plain Java: {@link dev.visavis.inference.render.ExplicitPortraitEncoder} prepares a photo once,
 * {@link dev.visavis.inference.render.ExplicitFaceDecoder} draws the frames. Its parts, in the order of a frame: clean
 * motion, mesh deformation, head pose, warp, eyes, lids, mouth. Positions are in frame pixels with edges at whole
 * numbers, x right, y down, z towards the camera, unless a comment says otherwise.
 */
package dev.visavis.inference.render;
