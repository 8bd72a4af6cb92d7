package dev.visavis.agent.worker;

import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.photo.AnalyzedPhoto;
import dev.visavis.inference.photo.PhotoAnalyzer;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.signaling.protocol.AgentReply.PhotoAnalyzed;
import dev.visavis.signaling.protocol.PictureId;
import java.util.concurrent.CompletableFuture;

/**
 * Portraits made of uploaded photos. The {@value #MAX_OPEN} used last stay open, at some 8 MB each. Thread-safe.
 */
final class UploadedPortraits {
    static final int MAX_OPEN = 8;

    private final ModelPack pack;
    private final PhotoDesk desk;
    private final OpenPictures<Sized, Portrait> open;

    /** A photo's portrait at one size. */
    private record Sized(PictureId id, String size) {
        Sized(PictureId id, VideoFormat format) {
            this(id, format.size());
        }
    }

    /** The desk's thread loads and uses it. */
    private PhotoAnalyzer analyzer;

    UploadedPortraits(ModelPack pack, PhotoDesk desk) {
        this.pack = pack;
        this.desk = desk;
        this.open = new OpenPictures<>(desk, MAX_OPEN);
    }

    /** Loads the models, so that the first photo does not wait for them. */
    void warm() {
        desk.submit(this::analyzer);
    }

    /** Looks at a photo, and keeps its portrait open. Fails with {@link Refusal} or {@link PortraitException}. */
    CompletableFuture<PhotoAnalyzed> analyze(PictureId id) {
        return desk.submit(() -> {
            AnalyzedPhoto photo = look(id);
            open.put(new Sized(id, pack.spec().format()), pack.openPortrait(photo.source()));
            return FoundPhoto.reply(photo, pack.spec());
        });
    }

    /**
     * Blocks until the portrait is open for pictures of the format's size.
     *
     * @throws Refusal if the photo is not there any more, or too many others are waiting
     * @throws PortraitException if no portrait can come of it
     */
    Portrait get(PictureId id, VideoFormat format) throws PortraitException, InterruptedException {
        return open.get(new Sized(id, format), () -> pack.openPortrait(look(id).source(), format));
    }

    void forget(PictureId id) {
        open.forget(key -> key.id().equals(id));
    }

    private AnalyzedPhoto look(PictureId id) throws PortraitException {
        return analyzer().analyze("uploaded photo", desk.fetch(id), id.face() - 1);
    }

    private PhotoAnalyzer analyzer() {
        if (analyzer == null) {
            analyzer = PhotoAnalyzer.load();
        }
        return analyzer;
    }

    /** After the desk is closed. */
    void close() {
        if (analyzer != null) {
            analyzer.close();
        }
    }
}
