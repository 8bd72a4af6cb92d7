package dev.visavis.infra.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UdpRelayTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private RelayedPorts ports;
    private UdpRelay relay;
    private DatagramSocket server;
    private DatagramSocket client;

    @BeforeEach
    void open() throws IOException {
        ports = RelayedPorts.find();
        relay = UdpRelay.start(ports.relayPort(), LOOPBACK, ports.agentPort(), 2, 1);
        server = new DatagramSocket(ports.agentPort() + 1, LOOPBACK);
        client = new DatagramSocket(0, LOOPBACK);
        server.setSoTimeout(10_000);
        client.setSoTimeout(10_000);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        relay.close();
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        client.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, ports.relayPort() + 1));
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void carriesBothWays() throws IOException {
        send("there");
        DatagramPacket there = receive(server);
        assertThat(text(there)).isEqualTo("there");
        server.send(new DatagramPacket("back".getBytes(StandardCharsets.UTF_8), 4, there.getSocketAddress()));
        DatagramPacket back = receive(client);
        assertThat(text(back)).isEqualTo("back");
        assertThat(back.getPort()).isEqualTo(ports.relayPort() + 1);
    }

    @Test
    void theServerSeesAnotherClientAfterAChangeOfAddress() throws IOException {
        send("one");
        int before = receive(server).getPort();
        relay.changeAddresses();
        send("two");
        DatagramPacket after = receive(server);
        assertThat(after.getPort()).isNotEqualTo(before);
        server.send(new DatagramPacket("back".getBytes(StandardCharsets.UTF_8), 4, after.getSocketAddress()));
        assertThat(text(receive(client))).isEqualTo("back");
    }

    @Test
    void anOutageEnds() throws IOException {
        relay.impair(Impairment.NONE.withOutage(true));
        send("lost");
        while (relay.lost() == 0) {
            Thread.onSpinWait();
        }
        relay.impair(Impairment.NONE.withDelay(5, 0));
        send("found");
        assertThat(text(receive(server))).isEqualTo("found");
        assertThat(relay.lost()).isEqualTo(1);
    }
}
