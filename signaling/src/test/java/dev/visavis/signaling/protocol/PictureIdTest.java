package dev.visavis.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PictureIdTest {
    /** FIPS 180-4 test vector. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final byte[] PHOTO = {'a', 'b', 'c'};

    @Test
    void isTheDigestOfTheBytesAndTheFace() {
        assertThat(PictureId.of(PHOTO, 1)).hasToString(ABC);
        assertThat(PictureId.of(PHOTO, 2)).hasToString(ABC + "-2");
        assertThat(PictureId.of(PHOTO, 2).names(PHOTO)).isTrue();
        assertThat(PictureId.of(PHOTO, 1).names(new byte[] {'a', 'b'})).isFalse();
    }

    @Test
    void isReadFromItsText() {
        assertThat(PictureId.parse(ABC)).contains(new PictureId(ABC, 1));
        assertThat(PictureId.parse(ABC + "-12")).contains(new PictureId(ABC, 12));
        for (String other : new String[] {"w1", "", ABC.toUpperCase(), ABC + "-1", ABC + "-0", ABC + "-123", ABC + "/",
            "../" + ABC, ABC + "\n"}) {
            assertThat(PictureId.parse(other)).as(other).isEmpty();
        }
    }
}
