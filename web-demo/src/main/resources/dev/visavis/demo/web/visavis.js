/**
 * A call to a Visavis server, from any page: an ES module that needs nothing but those beside it.
 *
 *   import { VisavisCall, presenters } from './visavis.js';
 *   const call = new VisavisCall();
 *   call.addEventListener('track', (e) => { ... e.detail.track ... });   // one of kind video, one of kind audio
 *   call.addEventListener('state', (e) => console.log(e.detail.state));  // connecting, live, interrupted, closed
 *   await call.start({ portrait: 'w1', stream: microphone, controls: { emotion: { happy: 0.5 } } });
 *   call.setControls({ gazeYaw: 10 });
 *   await call.close();
 */
import { VisavisError, serverConfig } from './server.js';
import { Session } from './session.js';
import { Reconnection } from './reconnection.js';
import { LipSync } from './lipsync.js';
import { StatsReader } from './stats.js';
import { Diagnosis } from './diagnosis.js';

export * from './server.js';

/** Controls follow a dragged finger; more messages than frames would be for nothing. */
const CONTROLS_EVERY_MS = 40;
/** A control socket that closed is opened again so much later. */
const SOCKET_AGAIN_MS = 3_000;
/** How often the server is told how the call goes here, for its metrics. */
const REPORT_EVERY_MS = 2_000;

/**
 * Bits a second of the speech. From 72 kbps on Opus codes it without linear prediction, in half the time; and of what
 * goes up in a call the speech is all.
 */
const VOICE_BPS = 72_000;

/** One call. Events: `state` {state, reason}, `track` {track}, `agent` (what the server tells), `error` {error}. */
export class VisavisCall extends EventTarget {
  #base;
  #pc = null;
  #stats = null;
  #lipSync = null;
  #reportTimer = 0;
  #diagnosis = null;
  #wasLive = false;
  #failure = null;
  #session = null;
  #reconnection = new Reconnection({ restartIce: () => this.#session.restartIce(), dial: () => this.#redial(),
    fail: (error) => this.#fail(error) });
  #socket = null;
  #state = 'new';
  #waitingControls = null;
  #controlsTimer = 0;
  #voice = 'CALLER';
  #agent = {};
  #dialled = null;

  constructor({ base = document.baseURI } = {}) {
    super();
    this.#base = base;
  }

  get state() { return this.#state; }

  /** The peer connection, for whoever wants to look closer. */
  get peer() { return this.#pc; }

  /**
   * Opens the call. Resolves once the answer is applied; media follows with the `track` events.
   *
   * @param portrait id of a presenter or of an uploaded portrait
   * @param stream whose audio track is the speech; without one the portrait listens to silence
   * @param controls starting values, as in setControls
   * @param format of the picture, for the whole call: {size: '1280x720', fps: 30}; left out, the server's own
   */
  async start({ portrait, stream = null, controls = {}, format = {} }) {
    if (this.#state !== 'new') throw new VisavisError('used', 'A call object makes one call.');
    this.#enter('connecting');
    this.#dialled = { portrait, stream, controls, format };
    try {
      await this.#negotiate();
    } catch (error) {
      this.#release();
      this.#enter('closed', error.message);
      throw error;
    }
  }

  async #negotiate() {
    const { portrait, stream, controls, format } = this.#dialled;
    const config = await serverConfig(this.#base);
    this.#checkOpen();
    const pc = this.#pc = new RTCPeerConnection({ iceServers: config.iceServers,
      iceTransportPolicy: config.iceTransportPolicy, bundlePolicy: 'max-bundle' });
    this.#stats = new StatsReader(pc);
    this.#diagnosis = new Diagnosis(pc, config.iceTransportPolicy === 'relay');
    pc.onicegatheringstatechange = () => { if (this.#diagnosis.isHopeless) this.#neverConnected(''); };
    pc.ontrack = (e) => this.#emit('track', { track: e.track, receiver: e.receiver });
    pc.onconnectionstatechange = () => this.#connectionChanged();
    const speech = stream?.getAudioTracks()[0];
    pc.addTransceiver(speech ?? 'audio', { direction: 'sendrecv', streams: stream ? [stream] : [] });
    pc.addTransceiver('video', { direction: 'recvonly' });
    const url = new URL('/api/calls', this.#base);
    url.search = new URLSearchParams({ portrait, ...format, ...query(controls) });
    this.#session = new Session(pc);
    await this.#session.open(url);
    this.#checkOpen();
    giveVoiceRoom(pc);
    this.#lipSync = new LipSync(pc);
    const own = new StatsReader(pc);
    this.#reportTimer = setInterval(() => this.#report(own).catch(() => {}), REPORT_EVERY_MS);
    this.#openSocket();
  }

  #checkOpen() {
    if (this.#state === 'closed') throw this.#failure ?? new VisavisError('ended', 'The call was ended.');
  }

  /**
   * Steers the portrait; what is left out stays as it is, but an `emotion` replaces all emotions. `portrait` and
   * `background` (own, blurred, #20405c, an uploaded one's id) change who is seen, and where, while the call goes on.
   */
  setControls(controls) {
    this.#waitingControls = { ...this.#waitingControls, ...controls };
    if (this.#dialled) this.#dialled.controls = { ...this.#dialled.controls, ...controls };
    this.#controlsTimer ||= setTimeout(() => this.#sendControls(), CONTROLS_EVERY_MS);
  }

  /**
   * Chooses whose words the portrait says: CALLER (yours, the default), TEXT (say), PARROT (what you said, afterwards),
   * CONVERSATION (those of the voice model that the server is set up with). What becomes of it comes as `agent` events of
   * type `voice`; what cannot be had, as an `error` event.
   */
  setVoice(mode) {
    this.#voice = mode;
    this.#tell({ type: 'voice', mode });
  }

  /** Has the portrait say a text, after what waits already. */
  say(text) { this.#tell({ type: 'say', text }); }

  /** Silences the portrait at once. */
  interrupt() { this.#tell({ type: 'interrupt' }); }

  #tell(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #sendControls() {
    this.#controlsTimer = 0;
    if (this.#waitingControls && this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ type: 'controls', ...this.#waitingControls }));
      this.#waitingControls = null;
    }
  }

  async #report(reader) {
    const read = await reader.read();
    if (this.#state !== 'live' || this.#socket?.readyState !== WebSocket.OPEN) return;
    const { fps, kbps, freezes, avOffsetMs } = read;
    const values = { fps, kbps, freezes, avOffsetMs, latencyMs: latency(read, this.#agent.delayMs) };
    const known = Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
    this.#socket.send(JSON.stringify({ type: 'report', ...known }));
  }

  #openSocket() {
    const url = new URL(`${this.#session.location}/control`);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = this.#socket = new WebSocket(url);
    socket.onopen = () => {
      if (this.#voice !== 'CALLER') this.setVoice(this.#voice); // another agent may have taken the call over
      this.#sendControls();
    };
    socket.onmessage = (e) => this.#heard(JSON.parse(e.data));
    socket.onclose = () => {
      setTimeout(() => { if (this.#socket === socket) this.#openSocket(); }, SOCKET_AGAIN_MS);
    };
  }

  #heard(message) {
    this.#agent = message.type === 'stats' ? message : this.#agent;
    this.#emit('agent', message);
    if (message.type === 'error') this.#emit('error', { error: new VisavisError('control', message.detail) });
    if (message.type !== 'state') return;
    if (message.state === 'CLOSED') this.#closed(message.reason);
    if (message.state === 'LOST') this.#agentLost();
  }

  #agentLost() {
    this.#enter('interrupted');
    this.#reconnection.agentLost();
  }

  /** The same call made anew, as the controls stand now. */
  async #redial() {
    this.#release();
    await this.#negotiate();
  }

  #connectionChanged() {
    const connection = this.#pc?.connectionState;
    if (connection === 'connected') {
      this.#reconnection.stop();
      this.#wasLive = true;
      this.#enter('live');
    } else if (connection === 'failed' && !this.#wasLive) {
      this.#neverConnected('');
    } else if (connection === 'disconnected' || connection === 'failed') {
      this.#enter('interrupted');
      this.#reconnection.pathLost(connection === 'failed');
    }
  }

  #closed(reason) {
    if (this.#wasLive) this.#ended(reason);
    else this.#neverConnected(reason);
  }

  /** Says why, as well as can be told. */
  async #neverConnected(reason) {
    const [code, words] = await this.#diagnosis.why();
    this.#fail(new VisavisError(code, words || reason || 'No connection could be made.'));
  }

  /** Ends the call and releases everything but the microphone, which is the caller's. */
  async close() {
    if (this.#state === 'closed') return;
    const told = this.#session?.end();
    this.#ended('');
    await told;
  }

  #ended(reason) {
    if (this.#state === 'closed') return;
    this.#reconnection.stop();
    this.#release();
    this.#enter('closed', reason);
  }

  #fail(error) {
    if (this.#state === 'closed') return;
    this.#failure = error;
    this.#session?.end();
    this.#emit('error', { error });
    this.#ended(error.message);
  }

  #release() {
    clearTimeout(this.#controlsTimer);
    this.#controlsTimer = 0;
    this.#session?.stop();
    this.#lipSync?.stop();
    clearInterval(this.#reportTimer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    if (this.#pc) {
      this.#pc.onconnectionstatechange = this.#pc.onicegatheringstatechange = this.#pc.ontrack = null;
      this.#pc.close();
    }
  }

  #enter(state, reason = '') {
    if (this.#state === state || this.#state === 'closed') return;
    this.#state = state;
    this.#emit('state', { state, reason });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** How the call goes, since the last time it was asked; null for what is not known. See stats.js for the names. */
  async stats() {
    if (!this.#stats || this.#state === 'closed') return null;
    const { delayMs = null, generateMsP95 = null, stageMs = null, framesDropped = null, speechLevelDb = null,
      targetFramesPerSecond = null, sizeDivisor = 1 } = this.#agent;
    const read = await this.#stats.read();
    return { ...read, latencyMs: latency(read, delayMs), delayMs, generateMsP95, stageMs, framesDropped, speechLevelDb,
      targetFramesPerSecond, sizeDivisor };
  }
}

/** Of a browser that does not let itself be told the call goes on as it would have. */
function giveVoiceRoom(pc) {
  for (const sender of pc.getSenders()) {
    if (sender.track?.kind !== 'audio') continue;
    const parameters = sender.getParameters();
    if (!parameters.encodings?.length) continue;
    parameters.encodings[0].maxBitrate = VOICE_BPS;
    sender.setParameters(parameters).catch(() => {});
  }
}

/** From speech to lips, as far as this page knows it: the way there and back, the portrait's delay, the buffers here. */
function latency({ roundTripMs, videoWaitMs }, delayMs) {
  return [roundTripMs, videoWaitMs, delayMs].every(Number.isFinite) ? Math.round(roundTripMs + videoWaitMs + delayMs) : null;
}

function query(controls) {
  const { emotion, ...numbers } = controls;
  const weights = Object.entries(emotion ?? {}).filter(([, weight]) => weight > 0);
  return weights.length ? { ...numbers, emotion: weights.map(([name, weight]) => `${name}:${weight}`).join() } : numbers;
}
