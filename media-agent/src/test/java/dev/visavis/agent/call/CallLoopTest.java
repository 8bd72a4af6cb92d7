package dev.visavis.agent.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.visavis.agent.transport.InMemoryTransport;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.agent.transport.Pump;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallLoopTest {
    private final InMemoryTransport transport = new InMemoryTransport(System::nanoTime);

    private CallPipeline pipeline(FakeStages stages, CallClock clock) {
        return new CallPipeline(stages.stages(), transport, clock, FixedDelay.of(stages.spec(), 20), s -> {
        });
    }

    @Test
    void ticksInRealTimeUntilClosed() {
        transport.become(State.CONNECTED);
        FakeStages stages = new FakeStages(1, 0);
        SystemCallClock clock = new SystemCallClock();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CallLoop loop = CallLoop.start("call-test", pipeline(stages, clock), clock, failure::set);
        Pump.until("ten frames", () -> transport.frames().size() >= 10);
        loop.close();
        assertThat(stages.closed()).isEqualTo(4);
        assertThat(failure.get()).isNull();
        int frames = transport.frames().size();
        loop.close();
        assertThat(transport.frames()).hasSize(frames);
    }

    @Test
    void aFailingStageEndsTheLoopAndIsTold() {
        FakeStages stages = new FakeStages(1, 0).onFrame(n -> {
            throw new IllegalStateException("no face");
        });
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CallLoop loop = CallLoop.start("call-test", pipeline(stages, new FakeClock()), new FakeClock(), failure::set);
        Pump.until("the failure", () -> failure.get() != null);
        assertThat(failure.get()).hasMessage("no face");
        loop.close();
        assertThat(stages.closed()).isEqualTo(4);
    }

    /** Garbage of a hundred ticks a second, for every call, is what makes other calls stutter. */
    @Test
    void aTickAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        FakeClock clock = new FakeClock();
        CallPipeline pipeline = pipeline(new FakeStages(2, 2), clock); // not connected, so nothing is kept
        short[] speech = new short[480];
        long tick = 0;
        for (; tick < 2_000; tick++) {
            tick(pipeline, clock, tick, speech);
        }
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (; tick < 4_000; tick++) {
            tick(pipeline, clock, tick, speech);
        }
        long bytesPerTick = (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / 2_000;
        assertThat(bytesPerTick).isLessThan(16); // the statistics of a second, spread over its ticks
    }

    private static void tick(CallPipeline pipeline, FakeClock clock, long tick, short[] speech) {
        clock.awaitTick(tick);
        pipeline.inboundAudio().write(speech);
        pipeline.tick(tick);
    }
}
