package dev.visavis.infra.bench;

import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.photo.PhotoAnalyzer;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.portrait.Presenters;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** From the bytes of a photo to a portrait that can speak, on one thread, and what a portrait weighs. */
final class PhotoBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int[] SIDES = {400, 1024, 3000, 8000};
    private static final double NS_PER_MS = 1e6;

    private final ModelPack pack;
    private final Figures figures;
    private final List<Double> cpuMs = new ArrayList<>();

    PhotoBench(ModelPack pack, Figures figures) {
        this.pack = pack;
        this.figures = figures;
    }

    void run() throws PortraitException, IOException {
        List<Double> ms = new ArrayList<>();
        List<Portrait> open = new ArrayList<>();
        try (PhotoAnalyzer analyzer = PhotoAnalyzer.load()) {
            ready(analyzer, jpeg("w1", 1024), open);
            open.clear();
            cpuMs.clear();
            long before = usedBytes();
            for (int side : SIDES) {
                for (Presenters.Presenter presenter : Presenters.list()) {
                    ms.add(ready(analyzer, jpeg(presenter.id(), side), open));
                }
            }
            figures.put("portrait.mb", (usedBytes() - before) / 1e6 / open.size());
            figures.note("portrait.mb", "heap of one of " + open.size() + " open portraits");
        }
        figures.put("portrait.ready_ms_p50", Percentiles.of(ms).median());
        figures.put("portrait.ready_ms_p95", Percentiles.of(ms).at(95));
        figures.note("portrait.ready_ms_p95", "bytes of a JPEG to portrait, six faces at 400 to 8000 pixels, warm");
        figures.put("portrait.cpu_ms_p95", Percentiles.of(cpuMs).at(95));
    }

    private double ready(PhotoAnalyzer analyzer, byte[] jpeg, List<Portrait> open) throws PortraitException {
        long beganNs = System.nanoTime();
        long beganCpuNs = THREADS.getCurrentThreadCpuTime();
        open.add(pack.openPortrait(analyzer.analyze("bench", jpeg).source()));
        cpuMs.add((THREADS.getCurrentThreadCpuTime() - beganCpuNs) / NS_PER_MS);
        return (System.nanoTime() - beganNs) / NS_PER_MS;
    }

    private static byte[] jpeg(String presenter, int side) throws PortraitException, IOException {
        PortraitSource source = Presenters.open(presenter).orElseThrow();
        BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = scaled.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(source.image(), 0, 0, side, side, null);
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(scaled, "jpeg", out);
        return out.toByteArray();
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
