package dev.visavis.agent.jitsi.net;

import dev.visavis.agent.transport.IceServer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.harvest.CandidateHarvester;
import org.ice4j.ice.harvest.StunCandidateHarvester;
import org.ice4j.ice.harvest.TurnCandidateHarvester;
import org.ice4j.security.LongTermCredential;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** STUN and TURN servers by their addresses (RFC 7064, RFC 7065). */
final class IceServers {
    private static final Logger LOG = LoggerFactory.getLogger(IceServers.class);
    private static final Pattern URL = Pattern
            .compile("(stun|turn):(\\[[^\\]]+\\]|[^:?]+)(?::(\\d+))?(?:\\?transport=(udp|tcp))?");
    private static final int DEFAULT_PORT = 3_478;

    private IceServers() {
    }

    /** What asks the servers; a server that ice4j cannot use (TLS) is left out, and said so. */
    static List<CandidateHarvester> harvesters(List<IceServer> servers) {
        List<CandidateHarvester> harvesters = new ArrayList<>();
        for (IceServer server : servers) {
            for (String url : server.urls()) {
                Matcher m = URL.matcher(url);
                if (m.matches()) {
                    harvesters.add(harvester(m, server));
                } else {
                    LOG.warn("The agent does not use {}: over TLS only callers can", url);
                }
            }
        }
        return harvesters;
    }

    private static CandidateHarvester harvester(Matcher m, IceServer server) {
        int port = m.group(3) == null ? DEFAULT_PORT : Integer.parseInt(m.group(3));
        String host = m.group(2).replaceAll("[\\[\\]]", "");
        Transport transport = "tcp".equals(m.group(4)) ? Transport.TCP : Transport.UDP;
        TransportAddress address = new TransportAddress(host, port, transport);
        return m.group(1).equals("stun")
                ? new StunCandidateHarvester(address)
                : new TurnCandidateHarvester(address,
                        new LongTermCredential(server.username(), server.credential()));
    }
}
