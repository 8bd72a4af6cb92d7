package dev.visavis.inference.runtime;

/** Where models run. */
public enum ExecutionProvider {
    /** The processor, one thread a run; calls run beside each other. */
    CPU,
    /** An NVIDIA card; where there is none, loading falls back to the processor and says so in the log. */
    CUDA
}
