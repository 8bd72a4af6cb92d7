package dev.visavis.agent.call;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.provenance.ProvenanceMark;
import dev.visavis.inference.render.Background;
import dev.visavis.inference.render.FaceDecoder;
import java.util.concurrent.atomic.AtomicInteger;

/** A pack of {@link FakeStages}: small pictures, no models. Counts what is open. */
public final class FakePack implements ModelPack {
    /** Pixel with the first letter of the portrait's name. */
    public static final int WHO = 5;
    /** Pixel with the blue of a plain background, or of the middle of a picture. */
    public static final int WHERE = 6;

    private final AtomicInteger openStages = new AtomicInteger();
    private final AtomicInteger decoders = new AtomicInteger();
    private final AtomicInteger portraits = new AtomicInteger();
    private volatile boolean decoderFails;
    private volatile boolean portraitFails;

    /** Decoders that are made from now on fail. */
    public void decoderFails(boolean fails) {
        decoderFails = fails;
    }

    /** Photos cannot be used from now on. */
    public void portraitFails(boolean fails) {
        portraitFails = fails;
    }

    /** Decoders that were made and not closed. */
    public int openStages() {
        return openStages.get();
    }

    /** Decoders that were made. */
    public int decoders() {
        return decoders.get();
    }

    /** Portraits that were opened. */
    public int portraits() {
        return portraits.get();
    }

    private FakeStages stages() {
        return new FakeStages(1, 1);
    }

    @Override
    public PackSpec spec() {
        return stages().spec();
    }

    @Override
    public Portrait openPortrait(PortraitSource source, VideoFormat format) throws PortraitException {
        if (portraitFails) {
            throw new PortraitException("There is no face in this photo.");
        }
        portraits.incrementAndGet();
        return source::name;
    }

    @Override
    public AudioEncoder newAudioEncoder() {
        return stages().stages().audioEncoder();
    }

    @Override
    public MotionGenerator newMotionGenerator(long seed) {
        return stages().stages().motionGenerator();
    }

    @Override
    public FaceDecoder newFaceDecoder(Portrait portrait, Background background) {
        decoders.incrementAndGet();
        openStages.incrementAndGet();
        boolean fails = decoderFails;
        FaceDecoder decoder = stages().stages().faceDecoder();
        return new FaceDecoder() {
            @Override
            public void decode(float[] latent, I420Frame frame) {
                if (fails) {
                    throw new IllegalStateException("out of ink");
                }
                decoder.decode(latent, frame);
                frame.y()[WHO] = (byte) portrait.name().charAt(0);
                frame.y()[WHERE] = (byte) blue(background);
            }

            @Override
            public void close() {
                openStages.decrementAndGet();
            }
        };
    }

    /** A mark that writes the frame's number. */
    public ProvenanceMark newMark() {
        return stages().stages().provenanceMark();
    }

    @Override
    public void close() {
        // holds nothing
    }

    private static int blue(Background background) {
        if (background instanceof Background.Picture picture) {
            return picture.image().getRGB(picture.image().getWidth() / 2, picture.image().getHeight() / 2);
        }
        return background instanceof Background.Plain plain ? plain.rgb() : 0;
    }
}
