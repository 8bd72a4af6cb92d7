package dev.visavis.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatentQueueTest {
    /** A latent whose number is the middle of its own frame, in ms. */
    private static float[] latent(long frame) {
        return new float[] {frame * 40 + 20};
    }

    /** Whatever grows evenly in motion grows evenly in pictures: each shows its own middle. */
    @ParameterizedTest
    @ValueSource(ints = {25, 30, 40})
    void everyPictureIsOfTheMiddleOfItsSpan(int rate) {
        LatentQueue queue = new LatentQueue(8, 1, 25, rate);
        long picture = 0;
        for (long frame = 0; frame < 100; frame++) {
            queue.add(latent(frame));
            while (!queue.isEmpty()) {
                assertThat(queue.firstPicture()).isEqualTo(picture);
                double middle = (picture + 0.5) * 1_000 / rate;
                // before the first latent there is none to go on from
                assertThat(queue.first()[0]).isCloseTo((float) Math.max(20, middle), within(0.01f));
                queue.remove();
                picture++;
            }
            assertThat(picture).isBetween((frame + 1) * rate / 25 - 2, (frame + 1) * rate / 25 + 1);
        }
    }

    @Test
    void atMotionsOwnRateLatentsComeOutAsTheyWentIn() {
        LatentQueue queue = new LatentQueue(4, 2, 25, 25);
        queue.add(new float[] {0.1f, 0.7f});
        queue.add(new float[] {0.3f, Float.NaN});
        assertThat(queue.first()).containsExactly(0.1f, 0.7f);
        queue.remove();
        assertThat(queue.first()).containsExactly(0.3f, Float.NaN);
        queue.remove();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.nextLatent()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {25, 30, 40})
    void fullItDropsItsOldestAndThePicturesThatNeedIt(int rate) {
        LatentQueue queue = new LatentQueue(3, 1, 25, rate);
        for (int frame = 0; frame < 10; frame++) {
            queue.add(latent(frame));
        }
        double middle = (queue.firstPicture() + 0.5) * 1_000 / rate;
        assertThat(middle).isBetween(7 * 40 + 20 - 0.01, 8 * 40 + 20.0);
        assertThat(queue.first()[0]).isCloseTo((float) middle, within(0.01f));
    }

    /** After an interruption motion is made anew; the pictures that were not shown yet follow it. */
    @ParameterizedTest
    @ValueSource(ints = {25, 30, 40})
    void goesBackToAPicture(int rate) {
        LatentQueue queue = new LatentQueue(8, 1, 25, rate);
        for (int frame = 0; frame < 50; frame++) {
            queue.add(latent(frame));
            while (!queue.isEmpty()) {
                queue.remove();
            }
        }
        long picture = rate;
        long from = queue.firstLatentOf(picture);
        queue.restart(from, picture);
        assertThat(queue.isEmpty()).isTrue();
        queue.add(latent(from));
        queue.add(latent(from + 1));
        assertThat(queue.firstPicture()).isEqualTo(picture);
        assertThat(queue.first()[0]).isCloseTo((picture + 0.5f) * 1_000 / rate, within(0.01f));
        queue.restart(from + 5, picture);
        assertThat(queue.firstPicture()).isGreaterThan(picture);
        assertThat(queue.firstLatentOf(queue.firstPicture())).isEqualTo(from + 5);
    }
}
