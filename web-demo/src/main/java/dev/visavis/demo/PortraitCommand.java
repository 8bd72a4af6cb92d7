package dev.visavis.demo;

import dev.visavis.demo.photo.FoundPicture;
import dev.visavis.demo.photo.PhotoFile;
import dev.visavis.demo.photo.PhotoReport;
import dev.visavis.demo.photo.PictureFile;
import dev.visavis.inference.photo.AnalyzedPhoto;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code visavis portrait}: says what was found on a photo. */
@Command(name = "portrait", description = "Says what was found on a photo: faces, pose, quality, warnings.", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false)
final class PortraitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PHOTO|ID", description = "a JPEG, PNG, WebP or GIF file, or a presenter's id")
    private String photo;

    @Option(names = "--face", paramLabel = "N", defaultValue = "1", description = "which face, where there are several; 1 is the largest (default: 1)")
    private int face;

    @Option(names = "--json", description = "print one line of JSON")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE.png", description = "draw box and landmarks into a picture of the part that a portrait uses")
    private Path out;

    @Override
    public Integer call() throws Exception {
        requirePng(spec, out);
        AnalyzedPhoto found = PhotoFile.analyze(photo, face - 1);
        if (out != null) {
            PictureFile.write(FoundPicture.draw(found.source()), out);
        }
        spec.commandLine().getOut().println(json
                ? PhotoReport.json(photo, found.analysis())
                : PhotoReport.words(photo, found.analysis()));
        return 0;
    }

    static void requirePng(CommandSpec spec, Path out) {
        if (out != null && !out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new ParameterException(spec.commandLine(), "--out must end in .png, not be " + out);
        }
    }
}
