/** Keeps lips and voice together in the browser. */

import { spent } from './stats.js';

const EVERY_MS = 1000;
/** From a browser's audio buffer to the ear: the output buffer that no statistic tells; 20 to 40 ms on most devices. */
const OUTPUT_MS = 40;
/** What is not worth a change: each one makes the picture run a little faster or slower for a moment. */
const STEP_MS = 10;
const MOST_MS = 400;

/**
 * Sound and picture leave the server together but come as two streams, and the browser buffers sound for longer. So the
 * picture is asked to wait as long as the sound does (RTCRtpReceiver.jitterBufferTarget, W3C webrtc-extensions). A
 * browser without it shows the picture early, as before.
 */
export class LipSync {
  #receivers;
  #last = null;
  #timer;

  constructor(pc) {
    this.#receivers = Object.fromEntries(pc.getReceivers().map((r) => [r.track.kind, r]));
    if (this.#receivers.video) this.#receivers.video.jitterBufferTarget = OUTPUT_MS;
    this.#timer = setInterval(() => this.#adjust().catch(() => {}), EVERY_MS);
  }

  async #adjust() {
    const { audio, video } = this.#receivers;
    if (!audio || !video) return;
    let now = null;
    (await audio.getStats()).forEach((s) => { if (s.type === 'inbound-rtp') now = s; });
    const waitedMs = spent(now, this.#last, 'jitterBufferDelay', 'jitterBufferEmittedCount');
    this.#last = now;
    if (!Number.isFinite(waitedMs)) return;
    const target = Math.min(MOST_MS, Math.round(waitedMs + OUTPUT_MS));
    if (Math.abs(target - (video.jitterBufferTarget ?? 0)) >= STEP_MS) video.jitterBufferTarget = target;
  }

  stop() {
    clearInterval(this.#timer);
  }
}
