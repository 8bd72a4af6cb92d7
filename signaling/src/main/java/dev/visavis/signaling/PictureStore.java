package dev.visavis.signaling;

import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploaded pictures of a kind on the disk: a folder each, named by its {@link PictureId}, with the picture as it came, what
 * is shown of it, and what was found and agreed to. A folder appears and goes as a whole. Blocks; thread-safe.
 *
 * @param <P> what is known of one
 */
final class PictureStore<P extends StoredPicture> {
    private static final Logger LOG = LoggerFactory.getLogger(PictureStore.class);
    private static final String PICTURE = "photo";
    private static final String IMAGE = "image.jpg";
    private static final String RECORD = "record.json";
    /** Folders that are being written or removed. */
    private static final String PART = "part-";
    /** What is left free on the disk for everybody else. */
    private static final long RESERVE_BYTES = 64 << 20;

    private final PictureKind<P, ?> kind;
    private final Path folder;
    private final long maxStoredBytes;
    private final Clock clock;
    private final FreeSpace freeSpace;

    /** Bytes that a folder's disk still takes. */
    interface FreeSpace {
        long of(Path folder) throws IOException;
    }

    PictureStore(PictureKind<P, ?> kind, UploadOptions options, Clock clock, FreeSpace freeSpace) {
        this.kind = kind;
        folder = options.folder().resolve(kind.name());
        maxStoredBytes = options.maxStoredBytes();
        this.clock = clock;
        this.freeSpace = freeSpace;
    }

    /** By path: {@code Files.getFileStore} fails where the mount point cannot be seen, as in a chroot. */
    static long usableSpace(Path folder) {
        return folder.toFile().getUsableSpace();
    }

    /**
     * Keeps a picture. One that is there already is brought up to date.
     *
     * @throws Problem 507 if there is no room
     */
    synchronized void save(P found, byte[] picture, byte[] image) throws IOException {
        Files.createDirectories(folder, mode("rwx------"));
        Path home = home(found.id());
        if (!Files.isDirectory(home)) {
            requireRoom(picture.length + image.length);
        }
        Path part = Files.createTempDirectory(folder, PART, mode("rwx------"));
        try {
            Files.write(part.resolve(PICTURE), picture);
            Files.write(part.resolve(IMAGE), image);
            Files.writeString(part.resolve(RECORD), found.toRecord().encodePrettily());
            remove(found.id());
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteTree(part);
        }
    }

    private void requireRoom(long bytes) throws IOException {
        if (freeSpace.of(folder) < bytes + RESERVE_BYTES) {
            throw new Problem(507, "The server's disk is full; its operator has to make room.");
        }
        sweep();
        if (storedBytes() + bytes > maxStoredBytes) {
            throw new Problem(507,
                    "The server keeps as many " + kind.name() + " as it may. Remove one that is not used any more, "
                            + "or ask the operator to raise visavis.uploads.max-stored-megabytes.");
        }
    }

    private long storedBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }

    /** Empty if there is none, or its time is up. */
    synchronized Optional<P> find(PictureId id) throws IOException {
        return read(home(id)).filter(this::isFresh);
    }

    /** The picture as it came. */
    Optional<byte[]> picture(PictureId id) throws IOException {
        return file(id, PICTURE);
    }

    /** What is shown of it, a JPEG. */
    Optional<byte[]> image(PictureId id) throws IOException {
        return file(id, IMAGE);
    }

    private synchronized Optional<byte[]> file(PictureId id, String name) throws IOException {
        return find(id).isEmpty() ? Optional.empty() : Optional.of(Files.readAllBytes(home(id).resolve(name)));
    }

    /** @return false if there was none */
    synchronized boolean remove(PictureId id) throws IOException {
        if (!Files.isDirectory(home(id))) {
            return false;
        }
        Path part = Files.createTempDirectory(folder, PART, mode("rwx------"));
        try {
            Files.move(home(id), part.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteTree(part);
        }
        return true;
    }

    /** Removes what is past its time, and what a crash left behind; tells what was removed. */
    synchronized List<PictureId> sweep() throws IOException {
        List<PictureId> removed = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return removed;
        }
        List<Path> entries;
        try (Stream<Path> list = Files.list(folder)) {
            entries = list.toList();
        }
        for (Path entry : entries) {
            Optional<PictureId> id = kind.parse(entry.getFileName().toString());
            if (id.isEmpty() && entry.getFileName().toString().startsWith(PART)) {
                deleteTree(entry);
            } else if (id.isPresent() && read(entry).filter(this::isFresh).isEmpty()) {
                remove(id.get());
                removed.add(id.get());
            }
        }
        return removed;
    }

    private boolean isFresh(P found) {
        return Instant.now(clock).isBefore(found.expires());
    }

    private Optional<P> read(Path home) throws IOException {
        try {
            return Optional.of(kind.fromRecord(
                    new JsonObject(Buffer.buffer(Files.readAllBytes(home.resolve(RECORD))))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.warn("The record of a {} cannot be read, so it counts as removed: {}", kind.noun(), e.getMessage());
            return Optional.empty();
        }
    }

    private Path home(PictureId id) {
        return folder.resolve(id.toString());
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }
}
