package dev.visavis.agent.worker;

import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.render.Background;
import dev.visavis.inference.render.FaceDecoder;
import dev.visavis.signaling.protocol.CallFormat;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.PictureId;
import java.util.Optional;

/** Makes the faces that calls show: a portrait before a background, in the call's format. Thread-safe. */
final class Faces {
    private final ModelPack pack;
    private final PortraitCache portraits;
    private final UploadedBackgrounds backgrounds;

    Faces(ModelPack pack, PortraitCache portraits, UploadedBackgrounds backgrounds) {
        this.pack = pack;
        this.portraits = portraits;
        this.backgrounds = backgrounds;
    }

    /**
     * What a call shows.
     *
     * @param portrait a presenter's id or an uploaded photo's
     * @param background in {@link Controls}' words
     */
    record Look(String portrait, String background) {
        static final String OWN_BACKGROUND = "own";

        /** The look with what a caller changes. */
        Look with(Controls changes) {
            return new Look(changes.portrait() == null ? portrait : changes.portrait(),
                    changes.background() == null ? background : changes.background());
        }
    }

    /**
     * The format that a caller asks for.
     *
     * @param asked null for the pack's own
     * @throws Refusal if there is no such format
     */
    VideoFormat format(CallFormat asked) {
        try {
            return asked == null
                    ? pack.spec().format()
                    : new VideoFormat(asked.width(), asked.height(), asked.framesPerSecond());
        } catch (IllegalArgumentException e) {
            throw Refusal.malformed(e.getMessage());
        }
    }

    /**
     * Blocks until the face can be drawn.
     *
     * @throws Refusal if there is no such portrait or background
     * @throws PortraitException if the photo or the background cannot be used
     */
    FaceDecoder make(Look look, VideoFormat format) throws PortraitException, InterruptedException {
        Background background = background(look.background());
        Portrait portrait = portraits.get(look.portrait(), format);
        try {
            return pack.newFaceDecoder(portrait, background);
        } catch (IllegalArgumentException e) {
            throw Refusal.cannot(e.getMessage());
        }
    }

    private Background background(String name) throws PortraitException, InterruptedException {
        Optional<PictureId> picture = PictureId.parse(name);
        if (picture.isPresent()) {
            return backgrounds.get(picture.get());
        }
        return Background.named(name).orElseThrow(() -> Refusal.cannot("There is no background " + name
                + "; there are own, blurred, colours like #20405c, and uploaded ones."));
    }
}
