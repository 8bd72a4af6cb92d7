package dev.visavis.demo.tls;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Under which names and addresses this machine can be reached. */
public final class LocalNames {
    private LocalNames() {
    }

    /** Addresses that other machines can reach, IPv4 before IPv6, without zones; empty off the network. */
    public static List<InetAddress> lanAddresses() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress() && !a.isMulticastAddress())
                    .sorted((a, b) -> a.getAddress().length - b.getAddress().length).toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** localhost, the host's name where it has one, the loopback and LAN addresses. */
    public static Set<String> all() {
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (host.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
                names.add(host);
            }
        } catch (UnknownHostException e) {
            // A machine without a name of its own is reached by address.
        }
        lanAddresses().forEach(a -> names.add(withoutZone(a)));
        return names;
    }

    /** The address as it stands in a URL: IPv6 in brackets. */
    public static String urlHost(InetAddress address) {
        String text = withoutZone(address);
        return text.contains(":") ? "[" + text + "]" : text;
    }

    private static String withoutZone(InetAddress address) {
        return address.getHostAddress().replaceAll("%.*", "");
    }
}
