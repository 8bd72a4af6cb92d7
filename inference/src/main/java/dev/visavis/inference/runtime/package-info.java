/**
 * The only package that touches ONNX Runtime: models are loaded, checked against what a pack says of them
 * ({@link dev.visavis.inference.runtime.OnnxModel}), and run on buffers that stay in place
 * ({@link dev.visavis.inference.runtime.OnnxRun}).
 */
package dev.visavis.inference.runtime;
