/** Keeps lips and voice together in the browser. */

import { collect, heardAfter, shownAfter } from './stats.js';

const EVERY_MS = 250;
/** What the picture is asked to wait until more is known: what quiet networks end with. */
const FIRST_MS = 80;
/** Chromium lets the sound wait for two seconds after a stall of as many. */
const MOST_MS = 2000;
/** Share of the difference that is taken back each time: less than all of it, for the buffers follow slowly. */
const GAIN = 0.3;
/** The most at a time: a picture that has to wait for long all at once freezes, this much only runs slower. */
const STEP_MS = 30;
/** Differences below are noise. */
const CLOSE_MS = 2;
/** Where packets are lost the picture waits so long that one may be sent again more than once. */
const REPAIR_MS = 150;
/** Packets asked for again in the last ten seconds or so that count as such a network. */
const REPAIRS = 10;
const REPAIRS_KEPT = 0.98;
/** Of what the buffers did in the last {@link EVERY_MS}, this much counts at once. */
const SMOOTHING = 0.5;

/**
 * Sound and picture leave the server together but may come as two streams, and then the browser buffers each as long as
 * it likes. So whichever is early is asked to wait for the other (RTCRtpReceiver.jitterBufferTarget, W3C
 * webrtc-extensions), by what the buffers and the sound's output really do: a browser makes less of a target than it
 * says. Of one stream the browser itself lets the sound wait; both at that would drive each other. A browser without
 * targets shows the picture early.
 */
export class LipSync {
  #audio;
  #video;
  #soundWaits;
  #timer;

  /** @param pc once it has its remote description */
  constructor(pc) {
    this.#soundWaits = new Set(pc.remoteDescription.sdp.match(/^a=msid:\S+/gm)).size > 1;
    for (const receiver of pc.getReceivers()) {
      if (receiver.track.kind === 'audio') this.#audio = new Buffer(receiver, 0, heardAfter);
      else this.#video = new Buffer(receiver, FIRST_MS, shownAfter);
    }
    if (this.#audio && this.#video) this.#timer = setInterval(() => this.#adjust().catch(() => {}), EVERY_MS);
  }

  async #adjust() {
    const early = await this.#audio.takesMs() - await this.#video.takesMs();
    if (!(Math.abs(early) >= CLOSE_MS)) return; // nor if nothing came
    const step = Math.min(STEP_MS, GAIN * Math.abs(early));
    if (early > 0) {
      this.#video.wait(step - this.#audio.hurry(step));
    } else {
      const rest = step - this.#video.hurry(step);
      if (this.#soundWaits) this.#audio.wait(rest);
    }
  }

  stop() {
    clearInterval(this.#timer);
  }
}

/** What a receiver holds back. */
class Buffer {
  #receiver;
  #measure;
  #target;
  #least = 0;
  #last = null;
  #takesMs = NaN;
  #repairs = 0;

  constructor(receiver, targetMs, measure) {
    this.#receiver = receiver;
    this.#measure = measure;
    this.#set(targetMs);
  }

  /** From arriving to the person, lately; NaN while nothing came. */
  async takesMs() {
    const now = collect(await this.#receiver.getStats());
    const ms = this.#measure(now, this.#last);
    this.#repairs = REPAIRS_KEPT * this.#repairs + nacks(now) - nacks(this.#last);
    this.#least = this.#repairs > REPAIRS ? REPAIR_MS : 0;
    if (this.#target < this.#least) this.wait(STEP_MS);
    this.#last = now;
    if (!Number.isFinite(ms)) return NaN;
    this.#takesMs += SMOOTHING * (ms - this.#takesMs);
    if (Number.isNaN(this.#takesMs)) this.#takesMs = ms;
    return this.#takesMs;
  }

  /** Asks for less, as far as more was asked for than must be; returns how much less. */
  hurry(ms) {
    const less = Math.max(0, Math.min(ms, this.#target - this.#least));
    this.#set(this.#target - less);
    return less;
  }

  wait(ms) {
    this.#set(Math.min(MOST_MS, this.#target + ms));
  }

  #set(ms) {
    this.#target = ms;
    this.#receiver.jitterBufferTarget = Math.round(ms);
  }
}

const nacks = (stats) => stats?.video?.nackCount ?? stats?.audio?.nackCount ?? 0;
