package dev.visavis.agent.worker;

import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.render.Background;
import dev.visavis.inference.render.BackgroundReader;
import dev.visavis.signaling.protocol.AgentReply.BackgroundChecked;
import dev.visavis.signaling.protocol.PictureId;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/**
 * Backgrounds made of uploaded pictures. The {@value #MAX_OPEN} used last stay open, at 4 to 10 MB each. Thread-safe.
 */
final class UploadedBackgrounds {
    static final int MAX_OPEN = 8;
    /** Longest side of what is shown of a background before it is in a call. */
    private static final int PREVIEW_SIDE = 640;

    private final PhotoDesk desk;
    private final OpenPictures<PictureId, Background.Picture> open;

    UploadedBackgrounds(PhotoDesk desk) {
        this.desk = desk;
        this.open = new OpenPictures<>(desk, MAX_OPEN);
    }

    /** Reads a picture, and keeps it open. Fails with {@link Refusal} or {@link PortraitException}. */
    CompletableFuture<BackgroundChecked> check(PictureId id) {
        return desk.submit(() -> {
            Background.Picture picture = open.put(id, BackgroundReader.read(desk.fetch(id)));
            return new BackgroundChecked(BackgroundReader.warnings(picture),
                    Base64.getEncoder().encodeToString(Jpeg.encode(BackgroundReader.smaller(picture, PREVIEW_SIDE))));
        });
    }

    /**
     * Blocks until the background is open.
     *
     * @throws Refusal if the picture is not there any more, or too many others are waiting
     * @throws PortraitException if it cannot be read
     */
    Background get(PictureId id) throws PortraitException, InterruptedException {
        return open.get(id, () -> BackgroundReader.read(desk.fetch(id)));
    }

    void forget(PictureId id) {
        open.forget(id::equals);
    }
}
