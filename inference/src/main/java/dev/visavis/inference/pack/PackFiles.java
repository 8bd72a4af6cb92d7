package dev.visavis.inference.pack;

import dev.visavis.inference.runtime.ExecutionProvider;
import dev.visavis.inference.runtime.OnnxException;
import dev.visavis.inference.runtime.OnnxModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The files of one pack, in a folder or on the class path; each is checked against its hash when it is read. */
final class PackFiles {
    private final String where;
    private final Source source;
    private final PackManifest manifest;

    /** Opens a file by name; fails with {@link FileNotFoundException} or NoSuchFileException if there is none. */
    private interface Source {
        InputStream open(String file) throws IOException;
    }

    private PackFiles(String where, Source source) throws PackException {
        this.where = where;
        this.source = source;
        this.manifest = PackManifest.parse(bytes(PackManifest.FILE), where);
    }

    static PackFiles inFolder(Path folder) throws PackException {
        if (!Files.isRegularFile(folder.resolve(PackManifest.FILE))) {
            throw new PackException(folder + " is not a model pack: it has no pack.json");
        }
        return new PackFiles(folder.toString(), file -> Files.newInputStream(folder.resolve(file)));
    }

    /** @param folder absolute name of a resource folder, ending in a slash */
    static PackFiles onClassPath(String folder) throws PackException {
        return new PackFiles("built-in pack " + folder, file -> {
            InputStream in = PackFiles.class.getResourceAsStream(folder + file);
            if (in == null) {
                throw new FileNotFoundException(file);
            }
            return in;
        });
    }

    PackManifest manifest() {
        return manifest;
    }

    /** @throws PackException if the file is not listed, not there, or not the one that was packed */
    byte[] read(String file) throws PackException {
        String expected = manifest.files().get(file);
        if (expected == null) {
            throw new PackException(where + ": pack.json gives no hash for '" + file + "'");
        }
        if (file.contains("/") || file.contains("\\") || file.startsWith(".")) {
            throw new PackException(where + ": '" + file + "' is not a plain file name");
        }
        byte[] bytes = bytes(file);
        String actual = sha256(bytes);
        if (!actual.equalsIgnoreCase(expected)) {
            throw new PackException(
                    where + ": " + file + " is damaged or not the file that was packed (SHA-256 " + actual
                            + ", pack.json says " + expected + "); fetch the pack again");
        }
        return bytes;
    }

    /** Loads one of the pack's models, checked. */
    OnnxModel model(String stage, ExecutionProvider provider) throws PackException {
        ModelSpec spec = manifest.models().get(stage);
        if (spec == null) {
            throw new PackException(where + ": pack.json has no model '" + stage + "'");
        }
        try {
            return OnnxModel.load(spec.file(), read(spec.file()), spec.inputs(), spec.outputs(), provider);
        } catch (OnnxException e) {
            throw new PackException(where + ": " + e.getMessage(), e);
        }
    }

    /** For what a pack's kind asks beyond the format. */
    PackException problem(String what) {
        return new PackException(where + ": " + what);
    }

    PackException problem(String what, Throwable cause) {
        return new PackException(where + ": " + what, cause);
    }

    private byte[] bytes(String file) throws PackException {
        try (InputStream in = source.open(file)) {
            return in.readAllBytes();
        } catch (FileNotFoundException | java.nio.file.NoSuchFileException e) {
            throw new PackException(where + ": " + file + " is missing; fetch the pack again", e);
        } catch (IOException e) {
            throw new PackException(where + ": cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
