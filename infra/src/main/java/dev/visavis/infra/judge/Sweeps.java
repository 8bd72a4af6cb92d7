package dev.visavis.infra.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.visavis.agent.file.Mp4Writer;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
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
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes, for each portrait of a folder, NAME.mp4 in which every axis of the motion is driven over its range,
 * NAME.commands.csv (frame, axis, value) and NAME.identity.json (landmarks of the photo and of the frame at rest).
 * {@code inference/training/explicit/judge_table.py} runs it, then the judge, and makes the table.
 */
@Command(name = "sweeps", mixinStandardHelpOptions = true, sortOptions = false)
public final class Sweeps implements Callable<Integer> {
    private static final int FRAMES_PER_S = 25;
    private static final int SAMPLES_PER_FRAME = 1920;

    @Option(names = "--portraits", required = true, paramLabel = "DIR", description = "Folder with photos (JPEG, PNG).")
    private Path portraits;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the videos go.")
    private Path out;

    @Option(names = "--limit", defaultValue = "10", description = "Photos, evenly spread (default ${DEFAULT-VALUE}).")
    private int limit;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Sweeps()).execute(args));
    }

    @Override
    public Integer call() throws IOException, PackException {
        Files.createDirectories(out);
        List<Path> photos = photos();
        if (photos.isEmpty()) {
            System.err.println("there is no .jpg or .png file in " + portraits);
            return 2;
        }
        try (ModelPack pack = ModelPacks.explicit(); PhotoAnalyzer analyzer = PhotoAnalyzer.load()) {
            for (int i = 0; i < Math.min(limit, photos.size()); i++) {
                Path photo = photos.get((int) ((long) i * photos.size() / Math.min(limit, photos.size())));
                try {
                    sweep(pack, analyzer, photo);
                    System.err.println("drew " + photo.getFileName());
                } catch (PortraitException e) {
                    System.err.println("left out " + photo.getFileName() + ": " + e.getMessage());
                }
            }
        }
        return 0;
    }

    private List<Path> photos() throws IOException {
        try (Stream<Path> all = Files.list(portraits)) {
            return all.filter(p -> p.getFileName().toString().matches("(?i).*\\.(jpe?g|png)")).sorted().toList();
        }
    }

    private void sweep(ModelPack pack, PhotoAnalyzer analyzer, Path photo) throws PortraitException, IOException {
        String name = photo.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        PortraitSource source = analyzer.analyze(name, Files.readAllBytes(photo)).source();
        Portrait portrait = pack.openPortrait(source);
        I420Frame frame = new I420Frame(pack.spec().width(), pack.spec().height());
        StringBuilder commands = new StringBuilder("frame,axis,value\n");
        try (FaceDecoder decoder = pack.newFaceDecoder(portrait);
                Mp4Writer video = Mp4Writer.create(out.resolve(name + ".mp4"), frame.width(), frame.height(),
                        FRAMES_PER_S)) {
            float[] rest = new float[ExplicitMotion.SIZE];
            ExplicitMotion.rest(rest);
            for (int i = 0; i < SweepPlan.REST_FRAMES; i++) {
                write(decoder, rest, frame, video);
                commands.append(i).append(",rest,0\n");
            }
            identity(analyzer, source, frame, out.resolve(name + ".identity.json"));
            for (SweepPlan.Axis axis : SweepPlan.axes()) {
                for (int i = 0; i < axis.frames(); i++) {
                    commands.append(video.frames()).append(',').append(axis.name()).append(',').append(axis.at(i))
                            .append('\n');
                    write(decoder, axis.latent(axis.at(i)), frame, video);
                }
            }
            video.finish();
        }
        Files.writeString(out.resolve(name + ".commands.csv"), commands);
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
