/**
 * The stages of a latent pack, each a thin shell around one ONNX model: portrait to appearance, speech to features,
 * features to motion latents, appearance and latent to picture.
 */
package dev.visavis.inference.latent;
