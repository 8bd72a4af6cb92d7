package dev.visavis.infra.judge;

import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.pack.PackException;
import dev.visavis.inference.photo.PhotoAnalyzer;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of commands that go through a folder of portraits and write files about each. */
final class PortraitFolder {
    @Option(names = "--portraits", required = true, paramLabel = "DIR", description = "Folder with photos (JPEG, PNG).")
    private Path portraits;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
    private Path out;

    @Option(names = "--limit", defaultValue = "100", description = "Photos at most (default ${DEFAULT-VALUE}).")
    private int limit;

    /** What is done with each photo. */
    interface Work {
        /** @param source what was found on it */
        void on(String name, PortraitSource source, ModelPack pack, PhotoAnalyzer analyzer)
                throws PortraitException, IOException;
    }

    int limit() {
        return limit;
    }

    /** Where a file about a portrait goes. */
    Path file(String name) {
        return out.resolve(name);
    }

    /**
     * Does the work on the photos that are chosen; tells of those that cannot become a portrait.
     *
     * @param choice of the folder's photos, which come sorted by name
     * @return the command's exit status
     */
    int each(UnaryOperator<List<Path>> choice, Work work) throws IOException, PackException {
        Files.createDirectories(out);
        List<Path> photos = photos();
        if (photos.isEmpty()) {
            System.err.println("there is no .jpg or .png file in " + portraits);
            return 2;
        }
        try (ModelPack pack = ModelPacks.explicit(); PhotoAnalyzer analyzer = PhotoAnalyzer.load()) {
            for (Path photo : choice.apply(photos)) {
                String name = name(photo);
                try {
                    work.on(name, analyzer.analyze(name, Files.readAllBytes(photo)).source(), pack, analyzer);
                } catch (PortraitException e) {
                    System.err.println("left out " + name + ": " + e.getMessage());
                }
            }
        }
        return 0;
    }

    private List<Path> photos() throws IOException {
        try (Stream<Path> all = Files.list(portraits)) {
            return all.filter(p -> p.getFileName().toString().matches("(?i).*\\.(jpe?g|png)")).sorted().toList();
        }
    }

    /** A photo's file name without its ending. */
    static String name(Path photo) {
        return photo.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }
}
