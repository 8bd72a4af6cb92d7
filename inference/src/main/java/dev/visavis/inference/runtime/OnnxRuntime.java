package dev.visavis.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's one ONNX Runtime environment and the way sessions are made: one thread each and no spinning, because
 * many calls share the machine and a second thread a session makes all of them slower when it is busy.
 */
public final class OnnxRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxRuntime.class);
    private static final String PROBE = "probe.onnx";

    private OnnxRuntime() {
    }

    /** Creation on first use: the native library is loaded only where a model is. */
    private static final class Environment {
        private static final OrtEnvironment INSTANCE = OrtEnvironment
                .getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "visavis");
    }

    private static final class CudaProbe {
        private static final boolean USABLE = probe();

        private static boolean probe() {
            try (InputStream in = OnnxRuntime.class.getResourceAsStream(PROBE);
                    OrtSession session = newSession(in.readAllBytes(), true)) {
                return session.getNumInputs() == 1;
            } catch (OrtException | UnsatisfiedLinkError e) {
                LOG.info("CUDA is not usable: {}", firstLine(e));
                return false;
            } catch (IOException e) {
                throw new IllegalStateException("cannot read " + PROBE, e);
            }
        }
    }

    /**
     * Whether models can run on an NVIDIA card. Really tries, with a tiny model, once a process: the list of providers
     * that ONNX Runtime gives names CUDA even where no card or driver is.
     */
    public static boolean cudaUsable() {
        return CudaProbe.USABLE;
    }

    static OrtEnvironment environment() {
        return Environment.INSTANCE;
    }

    /** Falls back to the processor, with a line in the log, where CUDA was asked for and fails. */
    static OrtSession openSession(String name, byte[] model, ExecutionProvider wanted) throws OrtException {
        if (wanted == ExecutionProvider.CUDA) {
            if (cudaUsable()) {
                return newSession(model, true);
            }
            LOG.warn("{} runs on the CPU: CUDA was asked for but is not usable here (./visavis doctor says more)",
                    name);
        }
        return newSession(model, false);
    }

    private static OrtSession newSession(byte[] model, boolean cuda) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (cuda) {
                options.addCUDA();
            }
            return environment().createSession(model, options);
        }
    }

    static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
