/** Turns the counters of a peer connection (W3C webrtc-stats) into what people want to know. */

const rounded = (value, digits = 0) => Number.isFinite(value) ? Number(value.toFixed(digits)) : null;

export class StatsReader {
  #pc;
  #last = null;

  constructor(pc) {
    this.#pc = pc;
  }

  /**
   * Frames a second, size, kilobits a second, round trip in ms, share of lost packets in percent, jitter in ms, freezes
   * so far, how far the sound is ahead of the picture in ms, and how long pictures wait here before they are shown. Rates are since the last read. The offset is what the
   * browser's own buffers and decoder make of sound and picture that left the server together.
   */
  async read() {
    const now = collect(await this.#pc.getStats());
    const before = this.#last ?? now;
    this.#last = now;
    const { video, audio, pair } = now;
    const seconds = (now.at - before.at) / 1000;
    const gone = now.lost - before.lost;
    const arrived = now.packets - before.packets;
    const audioMs = spent(audio, before.audio, 'jitterBufferDelay', 'jitterBufferEmittedCount');
    const videoMs = spent(video, before.video, 'jitterBufferDelay', 'jitterBufferEmittedCount')
      + spent(video, before.video, 'totalDecodeTime', 'framesDecoded');
    return {
      fps: video?.framesPerSecond ?? null,
      width: video?.frameWidth ?? null,
      height: video?.frameHeight ?? null,
      kbps: seconds > 0 ? rounded((now.bytes - before.bytes) * 8 / 1000 / seconds) : null,
      roundTripMs: pair?.currentRoundTripTime === undefined ? null : rounded(pair.currentRoundTripTime * 1000, 1),
      lossPercent: arrived + gone > 0 ? rounded(100 * Math.max(0, gone) / (arrived + gone), 1) : null,
      jitterMs: video?.jitter === undefined ? null : rounded(video.jitter * 1000, 1),
      avOffsetMs: rounded(videoMs - audioMs),
      videoWaitMs: rounded(videoMs),
      freezes: video?.freezeCount ?? null,
    };
  }
}

function collect(report) {
  const out = { at: performance.now(), video: null, audio: null, pair: null, bytes: 0, lost: 0, packets: 0 };
  const pairs = [];
  let selected = null;
  report.forEach((s) => {
    if (s.type === 'inbound-rtp') {
      out[s.kind] = s;
      out.bytes += s.bytesReceived ?? 0;
      out.lost += s.packetsLost ?? 0;
      out.packets += s.packetsReceived ?? 0;
    } else if (s.type === 'candidate-pair') {
      pairs.push(s);
    } else if (s.type === 'transport') {
      selected = s.selectedCandidatePairId;
    }
  });
  out.pair = pairs.find((p) => p.id === selected) ?? pairs.find((p) => p.nominated && p.state === 'succeeded') ?? null;
  return out;
}

/** Mean time that one frame or sample of those counted since the last read took, in ms; NaN if there was none. */
export function spent(now, before, time, counter) {
  return 1000 * ((now?.[time] ?? 0) - (before?.[time] ?? 0)) / ((now?.[counter] ?? 0) - (before?.[counter] ?? 0));
}
