package dev.visavis.agent.rtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;

/** The one native factory of the process. It and its threads live as long as the process does. */
final class NativeFactory {
    private NativeFactory() {
    }

    /** Loads the native library on first use (about 0.2 s). */
    static PeerConnectionFactory get() {
        return Holder.FACTORY;
    }

    private static final class Holder {
        static final PeerConnectionFactory FACTORY = create();

        /**
         * The device must be playing before the factory takes it over (0.14.0): without a device the process aborts,
         * and with one that starts later it aborts seconds after sound is sent (RaceDetected in audio_send_stream.cc).
         * The dummy device of the library never delivers the peer's sound.
         */
        private static PeerConnectionFactory create() {
            HeadlessAudioDeviceModule device = new HeadlessAudioDeviceModule();
            device.initPlayout();
            device.startPlayout();
            return new PeerConnectionFactory(device);
        }
    }
}
