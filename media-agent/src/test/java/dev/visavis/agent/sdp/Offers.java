package dev.visavis.agent.sdp;

import dev.visavis.signaling.protocol.Sdp;

/** Offers as browsers write them, cut to what matters. */
public final class Offers {
    private static final String SESSION = """
            v=0
            o=- 4611731400430051336 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1 2
            a=extmap-allow-mixed
            a=msid-semantic: WMS
            """;
    private static final String TRANSPORT = """
            a=ice-ufrag:old0
            a=ice-pwd:oldoldoldoldoldoldoldold
            a=ice-options:trickle
            a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF
            a=setup:actpass
            """;
    public static final String AUDIO = """
            m=audio 9 UDP/TLS/RTP/SAVPF 111 9
            c=IN IP4 0.0.0.0
            """ + TRANSPORT + """
            a=mid:0
            a=sendrecv
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtpmap:9 G722/8000
            a=candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host
            """;
    public static final String VIDEO = """
            m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104 105 106 107 108 109 45 46
            c=IN IP4 0.0.0.0
            """ + TRANSPORT + """
            a=mid:1
            a=recvonly
            a=rtcp-mux
            a=rtpmap:96 VP8/90000
            a=rtcp-fb:96 nack pli
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            a=rtpmap:102 H264/90000
            a=rtcp-fb:102 nack pli
            a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
            a=rtpmap:103 rtx/90000
            a=fmtp:103 apt=102
            a=rtpmap:104 H264/90000
            a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f
            a=rtpmap:105 rtx/90000
            a=fmtp:105 apt=104
            a=rtpmap:106 H264/90000
            a=rtcp-fb:106 nack
            a=rtcp-fb:106 nack pli
            a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
            a=rtpmap:107 rtx/90000
            a=fmtp:107 apt=106
            a=rtpmap:108 H264/90000
            a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=640c1f
            a=rtpmap:109 rtx/90000
            a=fmtp:109 apt=108
            a=rtpmap:45 AV1/90000
            a=rtpmap:46 rtx/90000
            a=fmtp:46 apt=45
            """;
    public static final String DATA = """
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            c=IN IP4 0.0.0.0
            """ + TRANSPORT + """
            a=mid:2
            a=sctp-port:5000
            """;

    private Offers() {
    }

    public static Sdp of(String... sections) {
        return Sdp.parse(SESSION + String.join("", sections));
    }

    public static Sdp chrome() {
        return of(AUDIO, VIDEO, DATA);
    }
}
