package dev.visavis.inference.pack;

import dev.visavis.inference.runtime.ExecutionProvider;
import java.nio.file.Path;

/** Loads model packs. */
public final class ModelPacks {
    private static final String EXPLICIT = "/dev/visavis/inference/explicit/";

    private ModelPacks() {
    }

    /**
     * The pack that comes with the library: any photo, on the processor.
     *
     * @throws PackException if this build is damaged
     */
    public static ModelPack explicit() throws PackException {
        return open(PackFiles.onClassPath(EXPLICIT), ExecutionProvider.CPU);
    }

    /**
     * Loads a pack for the processor.
     *
     * @param folder with {@code pack.json}
     * @throws PackException if it is not a pack, or damaged, or does not fit this program
     */
    public static ModelPack load(Path folder) throws PackException {
        return load(folder, ExecutionProvider.CPU);
    }

    /**
     * Loads a pack.
     *
     * @param folder with {@code pack.json}
     * @param provider where its models run; without a usable card CUDA falls back to the processor, with a log line
     * @throws PackException if it is not a pack, or damaged, or does not fit this program
     */
    public static ModelPack load(Path folder, ExecutionProvider provider) throws PackException {
        return open(PackFiles.inFolder(folder), provider);
    }

    private static ModelPack open(PackFiles files, ExecutionProvider provider) throws PackException {
        return switch (files.manifest().kind()) {
            case EXPLICIT -> new ExplicitPack(files);
            case LATENT -> new LatentPack(files, provider);
        };
    }
}
