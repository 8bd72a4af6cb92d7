package dev.visavis.demo.photo;

import dev.visavis.inference.photo.AnalyzedPhoto;
import dev.visavis.inference.photo.PhotoAnalyzer;
import dev.visavis.inference.photo.PhotoReader;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.portrait.Presenters;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the command line calls a portrait: a presenter's id, or any photo file. */
public final class PhotoFile {
    private PhotoFile() {
    }

    /**
     * Opens a presenter, or finds the largest face on a photo.
     *
     * @throws PortraitException if there is neither, or the photo cannot become a portrait
     */
    public static PortraitSource open(String presenterOrFile) throws PortraitException {
        Optional<PortraitSource> presenter = Presenters.open(presenterOrFile);
        return presenter.isPresent() ? presenter.get() : analyze(presenterOrFile, 0).source();
    }

    /**
     * Finds a face on a photo, or on a presenter's.
     *
     * @param face index, 0 for the largest
     * @throws PortraitException if there is no such photo, or it cannot become a portrait
     */
    public static AnalyzedPhoto analyze(String presenterOrFile, int face) throws PortraitException {
        byte[] bytes = bytes(presenterOrFile);
        try (PhotoAnalyzer analyzer = PhotoAnalyzer.load()) {
            return analyzer.analyze(presenterOrFile, bytes, face);
        }
    }

    /**
     * Reads a picture that need not show anyone.
     *
     * @throws PortraitException if there is no such file, or it cannot be read
     */
    public static BufferedImage picture(String name) throws PortraitException {
        Path file = Path.of(name);
        if (!Files.isRegularFile(file)) {
            throw new PortraitException("there is no picture " + name);
        }
        return PhotoReader.read(bytes(file));
    }

    private static byte[] bytes(String presenterOrFile) throws PortraitException {
        Optional<byte[]> presenter = Presenters.image(presenterOrFile);
        if (presenter.isPresent()) {
            return presenter.get();
        }
        Path file = Path.of(presenterOrFile);
        if (!Files.isRegularFile(file)) {
            throw new PortraitException("there is no presenter and no photo " + presenterOrFile + "; presenters are "
                    + Presenters.list().stream().map(Presenters.Presenter::id).collect(Collectors.joining(" ")));
        }
        return bytes(file);
    }

    private static byte[] bytes(Path file) throws PortraitException {
        try {
            if (Files.size(file) > PhotoReader.MAX_BYTES) {
                throw new PortraitException(file + " has " + (Files.size(file) >> 20) + " MB; photos up to "
                        + (PhotoReader.MAX_BYTES >> 20) + " MB can be read. Save it as JPEG and try again.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new PortraitException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
