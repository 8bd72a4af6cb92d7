package dev.visavis.infra.judge;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.encoder.SourceFidelity;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.PackException;
import dev.visavis.inference.photo.PhotoAnalyzer;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.ContactSheet;
import dev.visavis.inference.render.ExplicitPortrait;
import dev.visavis.inference.render.FaceDecoder;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine;

/**
 * Draws a contact sheet NAME.jpg for each of the first portraits of a folder, in the order of the SHA-1 of their names,
 * for people to list artefacts on; and prints how well each is drawn again with its photo's own motion.
 */
@Command(name = "sheets", mixinStandardHelpOptions = true, sortOptions = false)
public final class Sheets implements Callable<Integer> {
    private static final List<String> POSES = List.of("rest", "AA", "EE", "OH", "blink", "look to image left",
            "look to image right", "look up", "look down", "happy", "sad", "angry", "surprised", "fear", "disgust",
            "contempt", "yaw 12", "yaw -12", "AA at yaw 12", "AA at yaw -12", "yaw 20", "yaw -20", "pitch 8",
            "pitch -8",
            "pitch 15", "pitch -15", "roll 12", "roll -12");
    private static final int COLUMNS = 7;
    private static final int CELL = 256;
    private static final float ONE_PERCENT = 0.01f;

    @Mixin
    private PortraitFolder folder;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Sheets()).execute(args));
    }

    @Override
    public Integer call() throws IOException, PackException {
        return folder.each(photos -> photos.stream().sorted(Comparator.comparing(p -> sha1(PortraitFolder.name(p))))
                .limit(folder.limit()).toList(), this::draw);
    }

    private static String sha1(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void draw(String name, PortraitSource source, ModelPack pack, PhotoAnalyzer analyzer)
            throws PortraitException, IOException {
        ExplicitPortrait portrait = (ExplicitPortrait) pack.openPortrait(source);
        List<ContactSheet.Cell> cells = ContactSheet.poses().stream().filter(c -> POSES.contains(c.title())).toList();
        try (FaceDecoder decoder = pack.newFaceDecoder(portrait)) {
            BufferedImage large = ContactSheet.draw(decoder, portrait.width(), portrait.height(), cells, COLUMNS);
            ImageIO.write(smaller(large, cells.size()), "jpg", folder.file(name + ".jpg").toFile());
            System.out.println(name + fidelity(decoder, portrait, source));
        }
    }

    private static BufferedImage smaller(BufferedImage large, int cells) {
        BufferedImage sheet = new BufferedImage(COLUMNS * CELL, (cells + COLUMNS - 1) / COLUMNS * CELL,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(large, 0, 0, sheet.getWidth(), sheet.getHeight(), null);
        pen.dispose();
        return sheet;
    }

    /** What the photo's own motion gives back, and what one percent less of it changes. */
    private static String fidelity(FaceDecoder decoder, ExplicitPortrait portrait, PortraitSource source) {
        SourceFidelity fidelity = new SourceFidelity(portrait, source);
        float[] own = portrait.sourceMotion();
        I420Frame drawn = new I420Frame(portrait.width(), portrait.height());
        decoder.decode(own, drawn);
        for (int i = ExplicitMotion.POSE_SIZE; i < own.length; i++) {
            own[i] *= 1 - ONE_PERCENT;
        }
        own[ExplicitMotion.YAW] = ONE_PERCENT;
        I420Frame near = new I420Frame(portrait.width(), portrait.height());
        decoder.decode(own, near);
        return String.format(Locale.ROOT, ": own motion %.1f dB, 1 %% of it changes the face by %.2f %%",
                fidelity.psnr(drawn), 100 * fidelity.change(drawn, near));
    }
}
