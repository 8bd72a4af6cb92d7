/**
 * One call from speech in to picture and voice out. {@link dev.visavis.agent.call.CallPipeline#tick} is the whole way
 * of the data; {@link dev.visavis.agent.call.CallLoop} runs it every 10 ms of a
 * {@link dev.visavis.agent.call.CallClock}.
 *
 * <p>Times. Tick t stands for call time t * 10 ms; the speech heard at tick t is [480 t, 480 (t + 1)) at 48 kHz. A
 * speech sample of time s, and the frame whose span's middle is s, both leave at s + D
 * ({@link dev.visavis.agent.call.FixedDelay}). What is made late is dropped (frames) or sent late (voice, always
 * whole); D never moves.
 */
package dev.visavis.agent.call;
