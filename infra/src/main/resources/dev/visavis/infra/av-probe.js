// Measures what a page presents: every frame, and the sound as it leaves. It costs about as much as the page itself.
// Installed after call-probe.js and before the page's own scripts run; the page is not changed. Times are milliseconds of
// performance.now().
(() => {
  if (window.avProbe) return;
  const probe = { frames: [], onsets: [], spoken: [], envelope: [], presented: 0, firstPresentedMs: null };
  window.avProbe = probe;
  const MOST = 60000; // forty minutes of frames

  const microphone = navigator.mediaDevices?.getUserMedia?.bind(navigator.mediaDevices);
  if (microphone) {
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await microphone(constraints);
      if (probe.hearsMouth && stream.getAudioTracks().length) hearMouth(stream.getAudioTracks()[0]);
      return stream;
    };
  }
  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(...args) {
      super(...args);
      this.addEventListener('track', (e) => { if (e.track.kind === 'audio') listen(e.track, this); });
    }
  };

  const BLOCK = 16, BITS = 32;
  const canvas = document.createElement('canvas');
  canvas.width = BITS * BLOCK;
  canvas.height = BLOCK;
  const pen = canvas.getContext('2d', { willReadFrequently: true });

  function readCode(video) {
    pen.drawImage(video, 0, 0, canvas.width, BLOCK, 0, 0, canvas.width, BLOCK);
    const row = pen.getImageData(0, BLOCK / 2, canvas.width, 1).data;
    let word = 0;
    for (let i = 0; i < BITS; i++) word = word * 2 + (row[(i * BLOCK + BLOCK / 2) * 4] > 125 ? 1 : 0);
    return Math.floor(word / 2 ** 28) === 0b1011 ? word % 2 ** 28 : -1;
  }

  probe.watch = (video) => {
    const onFrame = (now, meta) => {
      probe.presented++;
      probe.firstPresentedMs ??= now;
      const code = readCode(video);
      if (probe.frames.length < MOST) {
        probe.frames.push([now, meta.expectedDisplayTime, code, meta.receiveTime ?? 0]);
      }
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };
  const attach = () => document.querySelectorAll('video').forEach((v) => {
    if (!v.dataset.probed) { v.dataset.probed = '1'; probe.watch(v); }
  });
  document.addEventListener('DOMContentLoaded', () => {
    attach();
    new MutationObserver(attach).observe(document.body, { childList: true, subtree: true, attributes: true });
  });

  const QUIET_S = 0.2;
  const LOUDNESS_SAMPLES = 960;
  const PLAYOUT_EVERY_MS = 500;

  /**
   * Finds where beeps begin after QUIET_S of quiet, to the sample, and the loudness of every 20 ms. Each sample has the
   * time at which it was taken out of the jitter buffer, or came from the microphone. A graph of web audio would have
   * them later, by a queue of its own: it grows by 10 ms, up to 100, whenever a clock is late, and nothing tells.
   */
  async function analyse(track, tell) {
    const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 100 });
    let pcm = new Float32Array(0);
    let sinceMs = Infinity; // of the samples' clock to the page's: no sample is read before its time
    let quiet = 0, energy = 0, counted = 0;
    for await (const data of readable) {
      const { timestamp, sampleRate, numberOfFrames } = data;
      if (pcm.length !== numberOfFrames) pcm = new Float32Array(numberOfFrames);
      data.copyTo(pcm, { planeIndex: 0, format: 'f32-planar' });
      data.close();
      sinceMs = Math.min(sinceMs, performance.now() - timestamp / 1000);
      const ms = (i) => timestamp / 1000 + sinceMs + i * 1000 / sampleRate;
      for (let i = 0; i < numberOfFrames; i++) {
        const a = Math.abs(pcm[i]);
        if (a > 0.1 && quiet > sampleRate * QUIET_S) tell.onset(ms(i));
        quiet = a < 0.02 ? quiet + 1 : a > 0.1 ? 0 : quiet;
        energy += a * a;
        if (++counted === LOUDNESS_SAMPLES) {
          tell.loudness?.(ms(i - LOUDNESS_SAMPLES / 2), Math.sqrt(energy / counted));
          energy = counted = 0;
        }
      }
    }
  }

  /** The sound that comes, as it is heard: the browser says how long its output takes, as soon as it plays. */
  function listen(track, peer) {
    let output = { delay: 0, samples: 0, latencyMs: NaN };
    probe.outputLatencyMs = () => output.latencyMs;
    setInterval(async () => { output = await playout(peer, output); }, PLAYOUT_EVERY_MS);
    const heard = (ms, say) => { if (Number.isFinite(output.latencyMs)) say(ms + output.latencyMs); };
    analyse(track.clone(), {
      onset: (pulledMs) => heard(pulledMs, (ms) => probe.onsets.push(ms)),
      loudness: (pulledMs, rms) => heard(pulledMs, (ms) => {
        if (probe.envelope.length < MOST) probe.envelope.push([ms, rms]);
      }),
    });
  }

  /** From out of the jitter buffer to the ear, since `before`, as RTCAudioPlayoutStats has it. */
  async function playout(peer, before) {
    let now = before;
    (await peer.getStats()).forEach((s) => {
      if (s.type === 'media-playout' && s.totalSamplesCount > before.samples) {
        now = { delay: s.totalPlayoutDelay, samples: s.totalSamplesCount,
          latencyMs: 1000 * (s.totalPlayoutDelay - before.delay) / (s.totalSamplesCount - before.samples) };
      }
    });
    return now;
  }

  /** When a beep comes out of the microphone. */
  function hearMouth(track) {
    analyse(track.clone(), { onset: (ms) => probe.spoken.push(ms) });
  }

  // How far the mouth is from how it rests. The place is that of a portrait that fills the frame as the demo presenters
  // do, 512 pixels wide; hold the head still meanwhile. A few pixels of breathing are allowed for.
  const MOUTH = { x: 190, y: 310, width: 140, height: 90 };
  const WIDTH = 512;
  const BREATH = 5;
  const mouth = document.createElement('canvas');
  mouth.width = MOUTH.width;
  mouth.height = MOUTH.height;
  const mouthPen = mouth.getContext('2d', { willReadFrequently: true });
  const readMouth = (video) => {
    const scale = video.videoWidth / WIDTH; // an agent that is overloaded halves its pictures
    mouthPen.drawImage(video, MOUTH.x * scale, MOUTH.y * scale, MOUTH.width * scale, MOUTH.height * scale,
      0, 0, MOUTH.width, MOUTH.height);
    return mouthPen.getImageData(0, 0, MOUTH.width, MOUTH.height).data.filter((_, i) => i % 4 === 1);
  };
  const distance = (picture, rest, dx, dy) => {
    let sum = 0;
    for (let y = BREATH; y < MOUTH.height - BREATH; y++) {
      for (let x = BREATH; x < MOUTH.width - BREATH; x++) {
        sum += Math.abs(picture[(y + dy) * MOUTH.width + x + dx] - rest[y * MOUTH.width + x]);
      }
    }
    return sum / ((MOUTH.width - 2 * BREATH) * (MOUTH.height - 2 * BREATH));
  };
  const fromRest = (picture, rest) => {
    let least = Infinity;
    for (let dy = -BREATH; dy <= BREATH; dy++) {
      for (let dx = -1; dx <= 1; dx++) least = Math.min(least, distance(picture, rest, dx, dy));
    }
    return least;
  };
  const perFrame = (video, count, visit) => new Promise((resolve) => {
    let left = count;
    const next = (now, meta) => { visit(meta.expectedDisplayTime); if (--left > 0) video.requestVideoFrameCallback(next); else resolve(); };
    video.requestVideoFrameCallback(next);
  });

  /** Takes the mouth of the next frame as the mouth at rest. */
  probe.learnRest = (video) => perFrame(video, 1, () => { probe.rest = readMouth(video); });

  /** [display time, mean distance from rest] of the next frames. */
  probe.mouth = async (video, frames) => {
    const out = [];
    await perFrame(video, frames, (ms) => out.push([ms, fromRest(readMouth(video), probe.rest)]));
    return out;
  };
})();
