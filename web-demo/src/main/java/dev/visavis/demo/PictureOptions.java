package dev.visavis.demo;

import dev.visavis.demo.photo.PhotoFile;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.render.Background;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.Spec;

/** What commands that draw a portrait ask of the picture. */
final class PictureOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--size", paramLabel = "WxH", defaultValue = "512x512", description = "for example 256x256, 768x768, 640x480, 1280x720 (default: 512x512)")
    private String size;

    @Option(names = "--background", paramLabel = "own|blurred|#RRGGBB|PICTURE", defaultValue = "own", description = "the photo's own, the same blurred, a colour, or a picture (default: own)")
    private String background;

    /** At 25 frames a second. */
    VideoFormat format() {
        return VideoFormat.ofSize(size).filter(f -> f.width() >= 64 && f.height() >= 64 && f.width() <= 1920
                && f.height() <= 1920).orElseThrow(
                        () -> new ParameterException(spec.commandLine(),
                                "--size is two even numbers from 64 to 1920 like 1280x720, not " + size));
    }

    Background background() throws PortraitException {
        Optional<Background> named = Background.named(background);
        return named.isPresent() ? named.get() : new Background.Picture(PhotoFile.picture(background));
    }
}
