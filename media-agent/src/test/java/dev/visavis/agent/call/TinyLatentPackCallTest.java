package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.visavis.agent.transport.InMemoryTransport;
import dev.visavis.agent.transport.InMemoryTransport.SentFrame;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.agent.transport.Tone;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.pack.TinyLatentPack;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.provenance.VisibleBadge;
import dev.visavis.inference.runtime.ExecutionProvider;
import dev.visavis.inference.runtime.OnnxRuntime;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seam holds: a pack of ONNX files with other sizes than the explicit pack's runs through the same pipeline. */
class TinyLatentPackCallTest {
    private static final int TICKS = 200;

    @TempDir
    Path folder;

    @Test
    void runsThroughTheSamePipelineOnTheCpu() throws Exception {
        TinyLatentPack.write(folder, 5);
        try (ModelPack pack = ModelPacks.load(folder)) {
            assertTalks(pack);
        }
    }

    @Test
    void runsThroughTheSamePipelineOnCuda() throws Exception {
        assumeTrue(OnnxRuntime.cudaUsable(), "no usable CUDA card");
        TinyLatentPack.write(folder, 5);
        try (ModelPack pack = ModelPacks.load(folder, ExecutionProvider.CUDA)) {
            assertTalks(pack);
        }
    }

    private static void assertTalks(ModelPack pack) throws Exception {
        FixedDelay delay = FixedDelay.of(pack.spec(), 20);
        List<SentFrame> silent = call(pack, 0);
        List<SentFrame> spoken = call(pack, 12_000);
        int due = (TICKS * 10 - 20 - delay.ms()) / 40;
        assertThat(silent).hasSizeBetween(due, due + 1);
        assertThat(spoken).hasSameSizeAs(silent);
        for (int n = 0; n < spoken.size(); n++) {
            assertThat(spoken.get(n).timestampNs()).isEqualTo((n * 40L + 20 + delay.ms()) * 1_000_000);
            assertThat(spoken.get(n).frame().width()).isEqualTo(512);
            assertThat(spoken.get(n).frame().height()).isEqualTo(512);
        }
        assertThat(difference(spoken.get(30).frame(), silent.get(30).frame())).as("speech moves it").isGreaterThan(0.5);
        assertThat(difference(spoken.get(0).frame(), spoken.get(30).frame())).as("it moves").isGreaterThan(0.5);
    }

    private static List<SentFrame> call(ModelPack pack, double loudness) throws Exception {
        FakeClock clock = new FakeClock();
        InMemoryTransport transport = new InMemoryTransport(clock::nowNs);
        transport.become(State.CONNECTED);
        CallStages stages = CallStages.of(pack, pack.openPortrait(photo()), new VisibleBadge(), 42);
        Tone tone = new Tone(200, loudness);
        try (CallPipeline pipeline = new CallPipeline(stages, transport, clock, FixedDelay.of(pack.spec(), 20), s -> {
        })) {
            for (int tick = 0; tick < TICKS; tick++) {
                clock.awaitTick(tick);
                pipeline.inboundAudio().write(tone.next());
                pipeline.tick(tick);
            }
        }
        return transport.frames();
    }

    private static PortraitSource photo() {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.ORANGE);
        g.fillOval(8, 8, 40, 48);
        g.dispose();
        return new PortraitSource("oval", image, null);
    }

    private static double difference(I420Frame a, I420Frame b) {
        long sum = 0;
        for (int i = 0; i < a.y().length; i++) {
            sum += Math.abs((a.y()[i] & 0xff) - (b.y()[i] & 0xff));
        }
        return (double) sum / a.y().length;
    }
}
