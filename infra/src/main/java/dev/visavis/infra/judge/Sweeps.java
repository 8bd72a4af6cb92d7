package dev.visavis.infra.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.visavis.agent.file.Mp4Writer;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.PackException;
import dev.visavis.inference.photo.PhotoAnalyzer;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.ContactSheet;
import dev.visavis.inference.render.FaceDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine;

/**
 * Writes, for each portrait of a folder, NAME.mp4 in which every axis of the motion is driven over its range,
 * NAME.commands.csv (frame, axis, value) and NAME.identity.json (landmarks of the photo and of the frame at rest). A
 * folder that has some of them gets the others: a run that was cut short goes on.
 * {@code inference/training/explicit/judge_table.py} runs it, then the judge, and makes the table.
 */
@Command(name = "sweeps", mixinStandardHelpOptions = true, sortOptions = false)
public final class Sweeps implements Callable<Integer> {
    private static final int FRAMES_PER_S = 25;
    private static final int SAMPLES_PER_FRAME = 1920;

    @Mixin
    private PortraitFolder folder;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Sweeps()).execute(args));
    }

    @Override
    public Integer call() throws IOException, PackException {
        return folder.each(this::evenlySpread, this::sweep);
    }

    /** Those that are not drawn yet. */
    private List<Path> evenlySpread(List<Path> photos) {
        int count = Math.min(folder.limit(), photos.size());
        return IntStream.range(0, count).mapToObj(i -> photos.get((int) ((long) i * photos.size() / count)))
                .filter(photo -> !Files.exists(commandsOf(PortraitFolder.name(photo)))).toList();
    }

    private Path commandsOf(String name) {
        return folder.file(name + ".commands.csv");
    }

    private void sweep(String name, PortraitSource source, ModelPack pack, PhotoAnalyzer analyzer)
            throws PortraitException, IOException {
        Portrait portrait = pack.openPortrait(source);
        I420Frame frame = new I420Frame(pack.spec().width(), pack.spec().height());
        StringBuilder commands = new StringBuilder("frame,axis,value\n");
        try (FaceDecoder decoder = pack.newFaceDecoder(portrait);
                Mp4Writer video = Mp4Writer.create(folder.file(name + ".mp4"), frame.width(), frame.height(),
                        FRAMES_PER_S)) {
            float[] rest = new float[ExplicitMotion.SIZE];
            ExplicitMotion.rest(rest);
            for (int i = 0; i < SweepPlan.REST_FRAMES; i++) {
                write(decoder, rest, frame, video);
                commands.append(i).append(",rest,0\n");
            }
            identity(analyzer, source, frame, folder.file(name + ".identity.json"));
            for (SweepPlan.Axis axis : SweepPlan.axes()) {
                for (int i = 0; i < axis.frames(); i++) {
                    commands.append(video.frames()).append(',').append(axis.name()).append(',').append(axis.at(i))
                            .append('\n');
                    write(decoder, axis.latent(axis.at(i)), frame, video);
                }
            }
            video.finish();
        }
        Files.writeString(commandsOf(name), commands); // last: what has it is complete
        System.err.println("drew " + name);
    }

    private static void write(FaceDecoder decoder, float[] latent, I420Frame frame, Mp4Writer video)
            throws IOException {
        decoder.decode(latent, frame);
        video.write(frame);
        video.write(new float[SAMPLES_PER_FRAME]);
    }

    private static void identity(PhotoAnalyzer analyzer, PortraitSource source, I420Frame rest, Path file)
            throws PortraitException, IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(ContactSheet.picture(rest), "png", png);
        float[] drawn = analyzer.analyze("rest", png.toByteArray()).source().landmarks();
        new ObjectMapper().writeValue(file.toFile(), Map.of("photo", source.landmarks(), "rest", drawn));
    }
}
