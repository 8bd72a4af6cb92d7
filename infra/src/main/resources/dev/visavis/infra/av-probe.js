// Measures what a page presents: every frame, and the sound as it leaves. It costs about as much as the page itself.
// Installed after call-probe.js and before the page's own scripts run; the page is not changed. Times are milliseconds of
// performance.now().
(() => {
  if (window.avProbe) return;
  const probe = { frames: [], onsets: [], spoken: [], envelope: [], presented: 0, firstPresentedMs: null, audioReady: false };
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
      this.addEventListener('track', (e) => { if (e.track.kind === 'audio') listen(e.track); });
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

  // Finds where a beep begins after 200 ms of quiet, to the sample, on the context's clock; and the loudness of
  // every 1024 samples (21 ms).
  const worklet = `
    registerProcessor('onset', class extends AudioWorkletProcessor {
      quiet = 0;
      energy = 0;
      counted = 0;
      process(inputs) {
        const x = inputs[0][0] ?? new Float32Array(128);
        for (let i = 0; i < x.length; i++) {
          const a = Math.abs(x[i]);
          if (a > 0.1 && this.quiet > sampleRate / 5) this.port.postMessage({ onset: currentTime + i / sampleRate });
          this.quiet = a < 0.02 ? this.quiet + 1 : a > 0.1 ? 0 : this.quiet;
          this.energy += a * a;
        }
        this.counted += x.length;
        if (this.counted >= 1024) {
          this.port.postMessage({ middle: currentTime + (128 - 512) / sampleRate, rms: Math.sqrt(this.energy / this.counted) });
          this.energy = this.counted = 0;
        }
        return true;
      }
    });`;

  /** Tells onsets and loudness of a track, and when each leaves the context's output, on the page's clock. */
  async function analyse(track, tell) {
    const context = new AudioContext({ sampleRate: 48000, latencyHint: 'interactive' });
    await context.audioWorklet.addModule('data:text/javascript,' + encodeURIComponent(worklet));
    const node = new AudioWorkletNode(context, 'onset');
    node.port.onmessage = (e) => {
      const stamp = context.getOutputTimestamp();
      if (!stamp.performanceTime) return;
      tell(e.data, stamp.performanceTime + ((e.data.onset ?? e.data.middle) - stamp.contextTime) * 1000);
    };
    context.createMediaStreamSource(new MediaStream([track])).connect(node).connect(context.destination);
    await context.resume();
    return context;
  }

  async function listen(track) {
    const context = await analyse(track, (what, ms) => {
      if (what.onset) probe.onsets.push(ms);
      else if (probe.envelope.length < MOST) probe.envelope.push([ms, what.rms]);
    });
    probe.outputLatencyMs = () => context.outputLatency * 1000;
    probe.audioReady = true;
  }

  // When a beep comes out of the microphone: what the context's output would add is taken off again.
  async function hearMouth(track) {
    const copy = track.clone();
    const context = await analyse(copy, (what, ms) => {
      if (what.onset) probe.spoken.push(ms - context.outputLatency * 1000);
    });
  }

  // How far the mouth is from how it rests. The place is that of a portrait that fills the frame as the demo presenters
  // do; hold the head still meanwhile. A few pixels of breathing are allowed for.
  const MOUTH = { x: 190, y: 310, width: 140, height: 90 };
  const BREATH = 5;
  const mouth = document.createElement('canvas');
  mouth.width = MOUTH.width;
  mouth.height = MOUTH.height;
  const mouthPen = mouth.getContext('2d', { willReadFrequently: true });
  const readMouth = (video) => {
    mouthPen.drawImage(video, MOUTH.x, MOUTH.y, MOUTH.width, MOUTH.height, 0, 0, MOUTH.width, MOUTH.height);
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
