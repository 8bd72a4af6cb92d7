/**
 * Model packs: a folder or resource with {@code pack.json}
 * ({@link dev.visavis.inference.pack.PackManifest}) and its files.
 * {@link dev.visavis.inference.pack.ModelPacks} loads one, and checks every hash and tensor before anything runs.
 */
package dev.visavis.inference.pack;
