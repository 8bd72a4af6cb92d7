package dev.visavis.demo;

import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.demo.tls.LocalNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * How people reach the server.
 *
 * @param openToOthers true if other machines can
 * @param accessKey what callers must show; empty for nothing
 * @param urls the best first
 */
record ServerAddresses(boolean openToOthers, String accessKey, List<String> urls) {
    private static final int KEY_BYTES = 16;

    /**
     * Works out the addresses.
     *
     * @param port that the server listens on
     * @param accessKey as {@link #accessKey(VisavisConfig.Server)} gave it
     * @throws StartException if the host has no address
     */
    static ServerAddresses of(VisavisConfig.Server server, int port, String accessKey) throws StartException {
        InetAddress address = resolve(server.host());
        List<String> hosts = new ArrayList<>();
        if (address.isAnyLocalAddress()) {
            hosts.add("localhost");
            LocalNames.lanAddresses().forEach(a -> hosts.add(LocalNames.urlHost(a)));
        } else {
            hosts.add(server.host().equals("127.0.0.1") ? "localhost" : urlHost(server.host()));
        }
        String scheme = server.https() ? "https" : "http";
        String key = accessKey.isEmpty() ? "" : "/?key=" + accessKey;
        return new ServerAddresses(!address.isLoopbackAddress(), accessKey,
                hosts.stream().map(h -> scheme + "://" + h + ":" + port + key).toList());
    }

    /** The configured key; without one, none on this machine's own address and a new one on others. */
    static String accessKey(VisavisConfig.Server server) throws StartException {
        if (!server.accessKey().isEmpty() || resolve(server.host()).isLoopbackAddress()) {
            return server.accessKey();
        }
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    private static String urlHost(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static InetAddress resolve(String host) throws StartException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartException("there is no address " + host + "; give an address of this machine, for example"
                    + " --host 127.0.0.1, or 0.0.0.0 for all of them", e);
        }
    }
}
