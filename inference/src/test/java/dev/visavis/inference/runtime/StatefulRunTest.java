package dev.visavis.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatefulRunTest {
    private OnnxModel adder;
    private StatefulRun run;

    @BeforeEach
    void open() throws OnnxException {
        adder = TinyModels.adder();
        run = new StatefulRun(adder, "sum", 3);
    }

    @AfterEach
    void close() {
        run.close();
        adder.close();
    }

    @Test
    void carriesItsMemoryFromStepToStep() {
        assertThat(step(1)).isEqualTo(1);
        assertThat(step(2)).isEqualTo(3);
        assertThat(step(4)).isEqualTo(7);
        assertThat(run.step()).isEqualTo(3);
    }

    @Test
    void goesBackAsFarAsItKeeps() {
        for (int i = 1; i <= 6; i++) {
            step(i);
        }
        run.rewind(4);
        assertThat(step(100)).isEqualTo(1 + 2 + 3 + 4 + 100);
        run.rewind(3);
        assertThat(step(7)).isEqualTo(1 + 2 + 3 + 7);
        assertThatThrownBy(() -> run.rewind(2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 frames before the newest are kept");
        assertThatThrownBy(() -> run.rewind(5)).isInstanceOf(IllegalArgumentException.class);
        run.rewind(4);
        assertThat(step(1)).as("not back at all").isEqualTo(14);
    }

    @Test
    void aMemoryThatOverflowsBeginsAnew() {
        step(3e38f);
        assertThat(step(3e38f)).isEqualTo(3e38f);
        assertThat(step(1)).isEqualTo(3e38f);
        run.rewind(2);
        assertThat(step(-3e38f)).as("what it goes back to is finite, too").isZero();
    }

    @Test
    void whatIsBrokenFromTheStartSaysSo() {
        assertThatThrownBy(() -> step(Float.NaN)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("adder gives no finite numbers");
    }

    private float step(float x) {
        run.input("x").put(0, x);
        run.run();
        return run.output().get(0);
    }
}
