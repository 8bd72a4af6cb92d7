/**
 * The form of one person's head and how it moves: the {@link dev.visavis.inference.face.FaceModel} of everyone, fitted
 * to a photo ({@link dev.visavis.inference.face.HeadMesh}, {@link dev.visavis.inference.face.PersonShapes}), deformed
 * by a clean {@link dev.visavis.inference.face.Motion} ({@link dev.visavis.inference.face.MeshDeformer}) and turned
 * ({@link dev.visavis.inference.face.HeadPose}). Geometry only, no colours. Positions are in frame pixels with edges at
 * whole numbers, x right, y down, z towards the camera, unless a comment says otherwise.
 */
package dev.visavis.inference.face;
