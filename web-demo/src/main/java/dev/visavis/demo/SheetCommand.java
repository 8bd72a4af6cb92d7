package dev.visavis.demo;

import dev.visavis.demo.photo.PhotoFile;
import dev.visavis.demo.photo.PictureFile;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.ContactSheet;
import dev.visavis.inference.render.ContactSheet.Cell;
import dev.visavis.inference.render.FaceDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code visavis sheet}: one picture of a portrait in many poses. */
@Command(name = "sheet", description = "Draws a portrait in many poses into one PNG file: visemes, lids, gaze, expressions, head turns.", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false)
final class SheetCommand implements Callable<Integer> {
    private static final int COLUMNS = 8;

    @Spec
    private CommandSpec spec;

    @Option(names = "--portrait", required = true, paramLabel = "ID|PHOTO", description = "a presenter's id, or any photo")
    private String portrait;

    @Option(names = "--out", required = true, paramLabel = "FILE.png", description = "the picture to make")
    private Path out;

    @Mixin
    private PictureOptions picture;

    @Override
    public Integer call() throws Exception {
        PortraitCommand.requirePng(spec, out);
        PortraitSource source = PhotoFile.open(portrait);
        VideoFormat format = picture.format();
        List<Cell> poses = ContactSheet.poses();
        try (ModelPack pack = ModelPacks.explicit();
                FaceDecoder decoder = pack.newFaceDecoder(pack.openPortrait(source, format),
                        picture.background())) {
            PictureFile.write(ContactSheet.draw(decoder, format.width(), format.height(), poses, COLUMNS),
                    out);
        }
        spec.commandLine().getOut().println(out + ": " + poses.size() + " poses of " + source.name());
        return 0;
    }
}
