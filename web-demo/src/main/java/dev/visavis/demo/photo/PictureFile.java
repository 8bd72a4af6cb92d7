package dev.visavis.demo.photo;

import dev.visavis.agent.file.MediaFileException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;

/** Writes PNG files: whole, or not at all. */
public final class PictureFile {
    private PictureFile() {
    }

    /** @throws MediaFileException if it cannot be written; what was there before is left */
    public static void write(BufferedImage picture, Path png) throws MediaFileException {
        Path part = png.resolveSibling(png.getFileName() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                ImageIO.write(picture, "png", out);
            }
            Files.move(part, png, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            part.toFile().delete();
            throw new MediaFileException("cannot write " + png + ": " + e, e);
        }
    }
}
