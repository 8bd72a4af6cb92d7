package dev.visavis.demo.doctor;

import dev.visavis.agent.rtc.IceProbe;
import dev.visavis.demo.agents.LocalAgent;
import dev.visavis.demo.config.VisavisConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Looks at the ways by which callers could reach this machine's agents, and says what stands in them. */
public final class IceDoctor {
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final int NO_ANSWER = 701;

    private IceDoctor() {
    }

    /**
     * Looks for paths with the settings of an agent.
     *
     * @param tell told each finding
     * @return true if callers can have a path
     */
    public static boolean examine(VisavisConfig config, Consumer<Finding> tell) throws InterruptedException {
        List<Finding> findings = findings(config,
                IceProbe.gather(LocalAgent.transportOptions(config), PATIENCE));
        findings.forEach(tell);
        return findings.stream().noneMatch(f -> f.status() == Finding.Status.FAIL);
    }

    static List<Finding> findings(VisavisConfig config, IceProbe.Report report) {
        List<Finding> findings = new ArrayList<>();
        findings.add(hosts(config, report));
        for (String url : config.ice().servers()) {
            findings.add(url.startsWith("stun") ? stun(url, report) : turn(url, report));
        }
        if (config.ice().servers().isEmpty()) {
            findings.add(Finding.warn("STUN, TURN: none set", "callers whose networks block UDP will not get through; "
                    + "set visavis.ice.servers (infra/coturn/turnserver.conf is one)"));
        }
        return findings;
    }

    private static Finding hosts(VisavisConfig config, IceProbe.Report report) {
        String addresses = addresses(report, "host");
        VisavisConfig.Media media = config.media();
        String ports = media.udpPortMin() == 0
                ? "any UDP port"
                : "UDP ports " + media.udpPortMin() + " to " + media.udpPortMax();
        if (addresses.isEmpty()) {
            return Finding.fail("own addresses: none that WebRTC can use",
                    "connect this machine to a network; a loopback alone does not do, or the UDP ports are all taken");
        }
        if (!media.advertisedAddress().isEmpty()) {
            return media.udpPortMin() == 0
                    ? Finding.warn("callers are told " + media.advertisedAddress() + ", " + ports,
                            "set visavis.media.udp-port-min and -max to the ports that the NAT lets through")
                    : Finding.ok("callers are told " + media.advertisedAddress() + ", " + ports);
        }
        return Finding.ok("own addresses: " + addresses + ", " + ports);
    }

    private static Finding stun(String url, IceProbe.Report report) {
        Optional<IceProbe.Failure> failure = failure(url, report);
        String address = addresses(report, "srflx");
        if (failure.isEmpty() && !address.isEmpty()) {
            return Finding.ok(url + " sees this machine as " + address);
        }
        if (failure.isEmpty() && report.complete()) {
            return Finding.ok(url + " sees this machine as itself: there is no NAT on the way to it");
        }
        return Finding.warn(url + " does not answer",
                "is the address right? A firewall may keep UDP from leaving; then only TURN over TCP or TLS helps");
    }

    private static Finding turn(String url, IceProbe.Report report) {
        Optional<IceProbe.Failure> failure = failure(url, report);
        String relays = addresses(report, "relay");
        if (failure.isEmpty() && !relays.isEmpty()) {
            return Finding.ok(url + " relays by " + relays);
        }
        if (failure.isPresent() && failure.get().code() != NO_ANSWER) {
            return Finding.fail(url + " refuses: " + failure.get().code() + " " + failure.get().text(),
                    "visavis.ice.secret must be the TURN server's static-auth-secret (or username and credential its "
                            + "user's), and both clocks must be right");
        }
        return Finding.fail(url + " does not answer",
                "is it running, is the address right, do firewalls let its ports through, and, for turns:, is its "
                        + "certificate good for that name?");
    }

    private static Optional<IceProbe.Failure> failure(String url, IceProbe.Report report) {
        String server = url.split("\\?")[0];
        return report.failures().stream().filter(f -> f.url().startsWith(server)).findFirst();
    }

    private static String addresses(IceProbe.Report report, String type) {
        return report.paths().stream().filter(p -> p.type().equals(type)).map(IceProbe.Path::address)
                .collect(Collectors.toCollection(TreeSet::new)).stream().collect(Collectors.joining(", "));
    }
}
