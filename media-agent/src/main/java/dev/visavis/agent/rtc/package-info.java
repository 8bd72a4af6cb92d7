/**
 * The transport on webrtc-java 0.14.0 (libwebrtc M138): the only package that touches {@code dev.onvoid.webrtc}.
 *
 * <p>That library aborts the process, or silently sends nothing, unless five rules are kept. Each has one owner here
 * and a regression test:
 * <ol>
 * <li>the headless audio device plays before the factory is made, once per process: {@code NativeFactory};
 * <li>the remote offer holds no video codec but H.264 before it is applied: {@code AcceptableOffer};
 * <li>picture and sound have separate media stream ids: {@code NativeConnection};
 * <li>sound goes out as 10 ms of S16LE, from one thread, once connected: {@code WebRtcJavaTransport};
 * <li>closing is: no more pushes, sink removed, connection closed, tracks and sources disposed:
 * {@code WebRtcJavaTransport}.
 * </ol>
 */
package dev.visavis.agent.rtc;
