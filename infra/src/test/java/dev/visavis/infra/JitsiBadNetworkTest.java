package dev.visavis.infra;

/** The same bad networks, over the Jitsi transport. */
class JitsiBadNetworkTest extends BadNetworkTest {
    @Override
    String transport() {
        return "jitsi";
    }
}
