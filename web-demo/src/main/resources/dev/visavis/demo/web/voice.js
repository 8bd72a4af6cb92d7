/** Where the speech comes from: a microphone, or the sample voice; and how loud it is. */

import { VisavisError } from './visavis.js';

const SAMPLE_URL = new URL('./sample-voice.mp3', import.meta.url);

let context = null;
let users = 0;

/** One context for the page: browsers allow few. Called from a click, so it may run. */
function takeAudio() {
  context ??= new AudioContext();
  users++;
  context.resume();
  return context;
}

/** A context that nobody uses would still keep the sound device busy. */
function giveAudioBack() {
  if (--users === 0) context.suspend();
}

/** Opens a microphone. */
export async function microphone(deviceId) {
  if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
    throw new VisavisError('insecure', 'The microphone needs a secure page.');
  }
  return navigator.mediaDevices.getUserMedia({ audio: {
    deviceId: deviceId ? { exact: deviceId } : undefined,
    channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true,
  } });
}

/** A stream that speaks the sample over and over until its track is stopped. */
export async function sampleVoice() {
  const audio = takeAudio(); // before anything is awaited, while this is still the click
  const response = await fetch(SAMPLE_URL).catch(() => null);
  if (!response?.ok) {
    giveAudioBack();
    throw new VisavisError('unreachable', 'The sample voice did not load.');
  }
  const source = new AudioBufferSourceNode(audio, { loop: true,
    buffer: await audio.decodeAudioData(await response.arrayBuffer()) });
  const out = audio.createMediaStreamDestination();
  source.connect(out);
  source.start();
  const [track] = out.stream.getTracks();
  const stop = track.stop.bind(track);
  track.stop = () => {
    if (track.readyState === 'live') giveAudioBack();
    source.stop();
    stop();
  };
  return out.stream;
}

/** Microphones by name; the names are empty until the person has allowed one. */
export async function microphones() {
  const devices = await navigator.mediaDevices?.enumerateDevices?.() ?? [];
  return devices.filter((d) => d.kind === 'audioinput' && d.deviceId);
}

/** Tells the loudness of a stream, 0 to 1, once a frame until it is stopped. */
export class LevelMeter {
  #analyser;
  #source;
  #samples;
  #frame = 0;

  constructor(stream, onLevel) {
    const audio = takeAudio();
    this.#analyser = new AnalyserNode(audio, { fftSize: 1024 });
    this.#source = audio.createMediaStreamSource(stream);
    this.#source.connect(this.#analyser);
    this.#samples = new Float32Array(this.#analyser.fftSize);
    const show = () => {
      onLevel(this.#level());
      this.#frame = requestAnimationFrame(show);
    };
    show();
  }

  /** -60 dBFS to 0 dBFS. */
  #level() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, x) => sum + x * x, 0) / this.#samples.length;
    return Math.min(1, Math.max(0, 1 + Math.log10(power + 1e-12) / 6));
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#source.disconnect();
    giveAudioBack();
  }
}
