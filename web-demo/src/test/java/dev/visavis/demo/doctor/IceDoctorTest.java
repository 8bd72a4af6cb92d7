package dev.visavis.demo.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.rtc.IceProbe;
import dev.visavis.agent.rtc.IceProbe.Failure;
import dev.visavis.agent.rtc.IceProbe.Path;
import dev.visavis.agent.rtc.IceProbe.Report;
import dev.visavis.demo.agents.LocalAgent;
import dev.visavis.demo.config.VisavisConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IceDoctorTest {
    private static final Path HOST = new Path("host", "192.0.2.9", 40_000);

    private static VisavisConfig servers(String... urls) {
        return VisavisConfig.withOverrides(Map.of("visavis.ice.servers", List.of(urls)));
    }

    private static Finding last(VisavisConfig config, Report report) {
        List<Finding> findings = IceDoctor.findings(config, report);
        return findings.get(findings.size() - 1);
    }

    @Test
    void thisMachineHasAPath() throws InterruptedException {
        Report report = IceProbe.gather(LocalAgent.transportOptions(VisavisConfig.defaults()), Duration.ofSeconds(10));
        assertThat(report.paths()).isNotEmpty().allMatch(p -> p.type().equals("host"));
        assertThat(report.complete()).isTrue();
    }

    @Test
    void noAddressIsAFailure() {
        Finding finding = IceDoctor.findings(servers(), new Report(List.of(), List.of(), true)).get(0);
        assertThat(finding.status()).isEqualTo(Finding.Status.FAIL);
        assertThat(finding.advice()).contains("loopback");
    }

    @Test
    void aRelayIsNamedAndARefusalAndASilenceToldApart() {
        VisavisConfig config = servers("turn:turn.example.org:3478?transport=udp");
        assertThat(last(config, new Report(List.of(HOST, new Path("relay", "198.51.100.4", 50_000)), List.of(), true))
                .what()).contains("relays by 198.51.100.4");
        Finding refused = last(config, new Report(List.of(HOST),
                List.of(new Failure("turn:turn.example.org:3478?transport=udp", 401, "Unauthorized")), true));
        assertThat(refused.status()).isEqualTo(Finding.Status.FAIL);
        assertThat(refused.what()).contains("401");
        assertThat(refused.advice()).contains("static-auth-secret");
        assertThat(last(config, new Report(List.of(HOST), List.of(), false)).what()).contains("does not answer");
    }

    @Test
    void aStunServerTellsThePublicAddress() {
        VisavisConfig config = servers("stun:stun.example.org");
        assertThat(last(config, new Report(List.of(HOST, new Path("srflx", "203.0.113.5", 40_000)), List.of(), true))
                .what()).contains("203.0.113.5");
    }

    @Test
    void anAdvertisedAddressNeedsKnownPorts() {
        VisavisConfig config = VisavisConfig.withOverrides(Map.of("visavis.media.advertised-address", "203.0.113.7"));
        assertThat(IceDoctor.findings(config, new Report(List.of(HOST), List.of(), true)).get(0).advice())
                .contains("udp-port-min");
    }
}
