/** Turns the counters of a peer connection (W3C webrtc-stats) into what people want to know. */

/** From the jitter buffer to the ear, ms, where the browser does not tell. */
const OUTPUT_MS = 30;

const rounded = (value, digits = 0) => Number.isFinite(value) ? Number(value.toFixed(digits)) : null;

export class StatsReader {
  #pc;
  #last = null;

  constructor(pc) {
    this.#pc = pc;
  }

  /**
   * Frames a second, size, kilobits a second, round trip in ms, share of lost packets in percent, jitter in ms, freezes
   * so far, how far the sound is ahead of the picture in ms, and how long pictures wait here before they are shown.
   * Rates are since the last read. The offset is what the browser makes of sound and picture that left the server
   * together.
   */
  async read() {
    const now = collect(await this.#pc.getStats());
    const before = this.#last ?? now;
    this.#last = now;
    const { video, audio, pair } = now;
    const seconds = (now.at - before.at) / 1000;
    const gone = now.lost - before.lost;
    const arrived = now.packets - before.packets;
    const audioMs = heardAfter(now, before);
    const videoMs = shownAfter(now, before);
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

/** The statistics of a peer connection, or of one receiver, that are looked at here. */
export function collect(report) {
  const out = { at: performance.now(), video: null, audio: null, playout: null, pair: null, bytes: 0, lost: 0,
    packets: 0 };
  const pairs = [];
  let selected = null;
  report.forEach((s) => {
    if (s.type === 'inbound-rtp') {
      out[s.kind] = s;
      out.bytes += s.bytesReceived ?? 0;
      out.lost += s.packetsLost ?? 0;
      out.packets += s.packetsReceived ?? 0;
    } else if (s.type === 'media-playout') {
      out.playout = s;
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
function spent(now, before, time, counter) {
  return 1000 * ((now?.[time] ?? 0) - (before?.[time] ?? 0)) / ((now?.[counter] ?? 0) - (before?.[counter] ?? 0));
}

/**
 * From arriving until heard, ms, since the last read. Not counted: half a packet and the codec's look-ahead, which
 * together are about what the screen takes for pictures.
 */
export function heardAfter(now, before) {
  const output = spent(now.playout, before?.playout, 'totalPlayoutDelay', 'totalSamplesCount');
  return spent(now.audio, before?.audio, 'jitterBufferDelay', 'jitterBufferEmittedCount')
    + (Number.isFinite(output) ? output : OUTPUT_MS);
}

/** From arriving until decoded, ms, since the last read. */
export function shownAfter(now, before) {
  return spent(now.video, before?.video, 'jitterBufferDelay', 'jitterBufferEmittedCount')
    + spent(now.video, before?.video, 'totalDecodeTime', 'framesDecoded');
}
