package dev.visavis.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TurnSecretTest {
    private final TurnSecret secret = new TurnSecret("north", Duration.ofHours(1));

    /** By {@code printf 1000003600:visavis | openssl dgst -sha1 -hmac north -binary | base64}. */
    @Test
    void aLoginIsTheExpiryAndItsMac() {
        TurnSecret.Login login = secret.login(Instant.ofEpochSecond(1_000_000_000));
        assertThat(login.username()).isEqualTo("1000003600:visavis");
        assertThat(login.credential()).isEqualTo("TCt5K9nTJ3OqF6n80+5iTDVg3Vk=");
    }

    @Test
    void theSecretIsNotPrinted() {
        assertThat(secret.toString()).doesNotContain("north");
    }

    @Test
    void nothingIsNoSecret() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TurnSecret("", Duration.ofHours(1)));
    }
}
