package dev.visavis.demo;

import dev.visavis.demo.photo.PhotoFile;
import dev.visavis.demo.render.OfflineRender;
import dev.visavis.demo.render.OfflineRender.Shown;
import dev.visavis.demo.render.ProgressBar;
import dev.visavis.demo.render.RenderFigures;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.motion.Emotion;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.provenance.VisibleBadge;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code visavis render}: a portrait speaks a sound file into a video file. */
@Command(name = "render", description = "Makes a portrait speak a sound file into an MP4 file (H.264, AAC).", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false)
final class RenderCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--portrait", required = true, paramLabel = "ID|PHOTO", description = "a presenter's id, or any photo (JPEG, PNG, WebP, GIF)")
    private String portrait;

    @Option(names = "--audio", required = true, paramLabel = "FILE", description = "speech: WAV, FLAC, Ogg (Opus, Vorbis), MP3 or M4A")
    private Path audio;

    @Option(names = "--partner", paramLabel = "FILE", description = "whoever speaks with the portrait: it listens to this file, which is heard in the video as well")
    private Path partner;

    @Option(names = "--out", required = true, paramLabel = "FILE.mp4", description = "the video file to make")
    private Path out;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "another seed, other blinks and head motion (default: 42)")
    private long seed;

    @Option(names = "--emotion", paramLabel = "NAME=WEIGHT", description = "for example happy=0.6; neutral happy sad angry surprised fear disgust contempt, 0 to 1 each")
    private Map<String, Float> emotion = new LinkedHashMap<>();

    @Option(names = "--gaze", arity = "2", paramLabel = "DEGREES", description = "to the right and up, for example --gaze 10 -5; -30 to 30 and -20 to 20 (default: 0 0)")
    private float[] gaze = {0, 0};

    @Option(names = "--distance", paramLabel = "X", defaultValue = "1", description = "1 as in the photo, more is further; 0.7 to 1.5")
    private float distance;

    @Option(names = "--expressiveness", paramLabel = "X", defaultValue = "1", description = "0 to 2 (default: 1)")
    private float expressiveness;

    @Option(names = "--head-motion", paramLabel = "X", defaultValue = "1", description = "0 to 2 (default: 1)")
    private float headMotion;

    @Option(names = "--blinks", paramLabel = "N", defaultValue = "20", description = "a minute, 0 to 60 (default: 20)")
    private float blinks;

    @Option(names = "--pack", paramLabel = "FOLDER", description = "a model pack instead of the one that comes along")
    private Path packFolder;

    @Mixin
    private PictureOptions picture;

    @Option(names = "--fps", paramLabel = "N", defaultValue = "25", description = "frames a second: 25, 30 or 40 (default: 25)")
    private int framesPerSecond;

    @Option(names = "--json", description = "print the figures as one line of JSON: frames, real-time factor (rtf), and"
            + " mean ms a frame in all and by stage")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        MotionControls controls = controls();
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".mp4")) {
            throw new ParameterException(spec.commandLine(), "--out must end in .mp4, not be " + out);
        }
        if (framesPerSecond != 25 && framesPerSecond != 30 && framesPerSecond != 40) {
            throw new ParameterException(spec.commandLine(), "--fps is 25, 30 or 40, not " + framesPerSecond);
        }
        RenderFigures figures = render(PhotoFile.open(portrait), controls);
        spec.commandLine().getOut().println(json ? figures.toJson() : words(figures));
        return 0;
    }

    private RenderFigures render(PortraitSource source, MotionControls controls) throws Exception {
        try (ModelPack pack = packFolder == null ? ModelPacks.explicit() : ModelPacks.load(packFolder);
                OfflineRender.Progress progress = progress()) {
            VideoFormat format = picture.format().at(framesPerSecond);
            Shown shown = new Shown(pack.openPortrait(source, format), picture.background(), format);
            return OfflineRender.run(pack, shown, new VisibleBadge(), new OfflineRender.Sounds(audio, partner), out,
                    seed,
                    controls, progress, System::nanoTime);
        }
    }

    private MotionControls controls() {
        float[] weights = new float[Emotion.values().length];
        try {
            for (Map.Entry<String, Float> entry : emotion.entrySet()) {
                weights[named(entry.getKey()).ordinal()] = entry.getValue();
            }
            return new MotionControls(gaze[0], gaze[1], distance, weights, expressiveness, headMotion, blinks);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static Emotion named(String name) {
        return Stream.of(Emotion.values()).filter(e -> e.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no emotion " + name + "; there are "
                        + Stream.of(Emotion.values()).map(e -> e.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" "))));
    }

    /** The launcher tells whether standard error is a terminal: Java 17 cannot. */
    private static OfflineRender.Progress progress() {
        return Boolean.getBoolean("visavis.terminal") ? new ProgressBar(System.err) : OfflineRender.Progress.NONE;
    }

    private String words(RenderFigures f) {
        return String.format(Locale.ROOT,
                "%s: %d frames, %.1f ms a frame (real-time factor %.2f; audio %.1f, motion %.1f,"
                        + " picture %.1f, encoding %.1f ms)",
                out, f.frames(), f.msPerFrame(), f.rtf(), f.audioMs(),
                f.motionMs(), f.renderMs(), f.encodeMs());
    }
}
