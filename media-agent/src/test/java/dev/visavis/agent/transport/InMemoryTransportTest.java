package dev.visavis.agent.transport;

import java.util.List;

class InMemoryTransportTest extends MediaTransportContract {
    @Override
    protected Rig newRig() {
        InMemoryTransport transport = new InMemoryTransport(System::nanoTime);
        return new Rig() {
            @Override
            public MediaTransport transport() {
                return transport;
            }

            @Override
            public void connect() {
                transport.become(MediaTransport.State.CONNECTING);
                transport.become(MediaTransport.State.CONNECTED);
            }

            @Override
            public void peerSays(short[] pcm) {
                transport.peerSays(pcm);
            }

            @Override
            public int framesSeen() {
                return transport.frames().size();
            }

            @Override
            public int[] lastSeen() {
                List<InMemoryTransport.SentFrame> frames = transport.frames();
                var frame = frames.get(frames.size() - 1).frame();
                long sum = 0;
                for (byte b : frame.y()) {
                    sum += b & 0xff;
                }
                return new int[] {frame.width(), frame.height(), (int) (sum / frame.y().length)};
            }

            @Override
            public short[] lastHeard() {
                List<InMemoryTransport.SentPcm> pcm = transport.pcm();
                return pcm.isEmpty() ? null : pcm.get(pcm.size() - 1).samples();
            }

            @Override
            public void peerLeaves() {
                transport.become(MediaTransport.State.DISCONNECTED);
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }
}
