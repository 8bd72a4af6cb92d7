/**
 * A call to a Visavis server, from any page: one ES module without dependencies.
 *
 *   import { VisavisCall, presenters } from './visavis.js';
 *   const call = new VisavisCall();
 *   call.addEventListener('track', (e) => { ... e.detail.track ... });   // one of kind video, one of kind audio
 *   call.addEventListener('state', (e) => console.log(e.detail.state));  // connecting, live, interrupted, closed
 *   await call.start({ portrait: 'w1', stream: microphone, controls: { emotion: { happy: 0.5 } } });
 *   call.setControls({ gazeYaw: 10 });
 *   await call.close();
 *
 * Set-up is WHIP-shaped (RFC 9725): POST an offer, PATCH later candidates or an ICE restart, DELETE.
 */
import { candidateLines, fragment, withFragment } from './sdp.js';
import { LipSync } from './lipsync.js';
import { StatsReader } from './stats.js';
import { Diagnosis } from './diagnosis.js';

/**
 * How long to wait for candidates before the offer leaves; later ones trickle. Waiting saves a request, no more: the
 * server's candidates are in its answer, and its checks meet ours as peer-reflexive ones (RFC 8445, section 7.3.1.3).
 */
const GATHER_MS = 40;
/** A network that changes takes this long to settle; sooner restarts would fail like the path they replace. */
const RESTART_DELAY_MS = 1_000;
const RESTART_EVERY_MS = 3_000;
const GIVE_UP_MS = 30_000;
/** A new agent is there within a second or two. */
const REDIAL_EVERY_MS = 400;
/** Controls follow a dragged finger; more messages than frames would be for nothing. */
const CONTROLS_EVERY_MS = 40;
/** How often the server is told how the call goes here, for its metrics. */
const REPORT_EVERY_MS = 2_000;

/** Why a call cannot go on. `code` is for programs, `message` for people; `retryAfterS` where the server tells. */
export class VisavisError extends Error {
  constructor(code, message, { status = 0, retryAfterS = 0, cause } = {}) {
    super(message, { cause });
    this.name = 'VisavisError';
    this.code = code;
    this.status = status;
    this.retryAfterS = retryAfterS;
  }
}

/** The portraits that the server offers: [{id, name, image}]. */
export async function presenters(base = document.baseURI) {
  return (await request(new URL('/api/presenters', base))).json();
}

/** What the server tells pages: {iceServers, photos: {maxBytes, consent: {version, text}}}. */
export async function serverConfig(base = document.baseURI) {
  return (await request(new URL('/api/config', base))).json();
}

/**
 * Makes a photo callable. Resolves to what was found: {id, image, faces, warnings, ...} (openapi.yaml, Portrait); the
 * id goes into start(). Fails with words for the person if no portrait can come of it.
 *
 * @param photo a Blob: JPEG, PNG, WebP or GIF
 * @param consent true if the person agrees to the consent text of serverConfig()
 * @param face which face, 1 for the largest
 */
export async function uploadPortrait(photo, { consent = false, face = 1, base = document.baseURI } = {}) {
  const url = new URL('/api/portraits', base);
  url.search = new URLSearchParams({ consent, face });
  const type = photo.type.startsWith('image/') ? photo.type : 'application/octet-stream';
  return (await request(url, { method: 'POST', headers: { 'Content-Type': type }, body: photo })).json();
}

/** The same for a photo that was uploaded before. */
export async function portrait(id, base = document.baseURI) {
  return (await request(new URL(`/api/portraits/${id}`, base))).json();
}

/** Removes an uploaded photo and everything made of it. */
export async function removePortrait(id, base = document.baseURI) {
  await request(new URL(`/api/portraits/${id}`, base), { method: 'DELETE' });
}

async function request(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...options });
  } catch (cause) {
    throw new VisavisError('unreachable', 'The server does not answer.', { cause });
  }
  if (response.ok) return response;
  const codes = { 401: 'key', 404: 'ended', 406: 'codec', 429: 'too-many', 503: 'busy' };
  const problem = await response.json().catch(() => ({}));
  throw new VisavisError(codes[response.status] ?? 'refused', problem.detail ?? `The server answered ${response.status}.`,
    { status: response.status, retryAfterS: Number(response.headers.get('Retry-After')) || 0 });
}

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
  #location = null;
  #etag = null;
  #answer = '';
  #socket = null;
  #state = 'new';
  #waitingControls = null;
  #controlsTimer = 0;
  #voice = 'CALLER';
  #restartTimer = 0;
  #interruptedAt = 0;
  #sent = null;
  #trickleTimer = 0;
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
    await pc.setLocalDescription();
    await gathered(pc);
    this.#checkOpen();
    const sent = pc.localDescription.sdp;
    const url = new URL('/api/calls', this.#base);
    url.search = new URLSearchParams({ portrait, ...format, ...query(controls) });
    const response = await request(url, { method: 'POST', headers: { 'Content-Type': 'application/sdp' }, body: sent });
    this.#location = new URL(response.headers.get('Location'), url).href;
    this.#etag = response.headers.get('ETag');
    this.#answer = await response.text();
    if (this.#state === 'closed') { this.#delete(); this.#checkOpen(); }
    await pc.setRemoteDescription({ type: 'answer', sdp: this.#answer });
    this.#lipSync = new LipSync(pc);
    const own = new StatsReader(pc);
    this.#reportTimer = setInterval(() => this.#report(own).catch(() => {}), REPORT_EVERY_MS);
    this.#openSocket();
    this.#exchanged(sent);
    pc.onicecandidate = () => this.#trickleSoon();
  }

  #checkOpen() {
    if (this.#state === 'closed') throw this.#failure ?? new VisavisError('ended', 'The call was ended.');
  }

  /** The server knows this local description now; whatever candidates were found meanwhile follow. */
  #exchanged(sdp) {
    this.#sent = new Set(candidateLines(sdp));
    this.#trickleSoon();
  }

  /** Candidates come in bursts: one request for each burst. None while descriptions are being exchanged. */
  #trickleSoon() {
    if (this.#sent) this.#trickleTimer ||= setTimeout(() => this.#trickle(), GATHER_MS);
  }

  #trickle() {
    this.#trickleTimer = 0;
    if (!this.#sent || this.#state === 'closed') return;
    const local = this.#pc.localDescription.sdp;
    const late = candidateLines(local).filter((line) => !this.#sent.has(line));
    if (late.length === 0) return;
    late.forEach((line) => this.#sent.add(line));
    // A candidate that does not arrive is one path less, not a broken call.
    this.#patch(fragment(local, late), this.#etag).catch(() => {});
  }

  #patch(body, ifMatch) {
    return request(this.#location, { method: 'PATCH', body,
      headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': ifMatch } });
  }

  /**
   * Steers the portrait; what is left out stays as it is, but an `emotion` replaces all emotions. `portrait` and
   * `background` (own, blurred, #20405c) change who is seen, and where, while the call goes on.
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
    const url = new URL(`${this.#location}/control`);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = this.#socket = new WebSocket(url);
    socket.onopen = () => {
      if (this.#voice !== 'CALLER') this.setVoice(this.#voice); // another agent may have taken the call over
      this.#sendControls();
    };
    socket.onmessage = (e) => this.#heard(JSON.parse(e.data));
    socket.onclose = () => {
      if (this.#state !== 'closed' && this.#socket === socket) {
        setTimeout(() => { if (this.#state !== 'closed') this.#openSocket(); }, RESTART_EVERY_MS);
      }
    };
  }

  #heard(message) {
    this.#agent = message.type === 'stats' ? message : this.#agent;
    this.#emit('agent', message);
    if (message.type === 'error') this.#emit('error', { error: new VisavisError('control', message.detail) });
    if (message.type !== 'state') return;
    if (message.state === 'CLOSED') this.#closed(message.reason);
    if (message.state === 'LOST') this.#redial();
  }

  /** The agent that had the call is gone: the same call is made anew, as the controls stand now. */
  async #redial() {
    this.#release();
    this.#location = null;
    this.#interruptedAt ||= performance.now();
    this.#enter('interrupted');
    while (this.#state === 'interrupted' && !this.#location) {
      try {
        await this.#negotiate();
      } catch (error) {
        this.#release();
        const late = performance.now() - this.#interruptedAt > GIVE_UP_MS;
        if (late || !['busy', 'unreachable'].includes(error.code)) { this.#fail(error); return; }
        await new Promise((resolve) => { setTimeout(resolve, REDIAL_EVERY_MS); });
      }
    }
  }

  #connectionChanged() {
    const connection = this.#pc?.connectionState;
    if (connection === 'connected') {
      clearTimeout(this.#restartTimer);
      this.#interruptedAt = 0;
      this.#wasLive = true;
      this.#enter('live');
    } else if (connection === 'failed' && !this.#wasLive) {
      this.#neverConnected('');
    } else if (connection === 'disconnected' || connection === 'failed') {
      if (this.#interruptedAt === 0) this.#interruptedAt = performance.now();
      this.#enter('interrupted');
      clearTimeout(this.#restartTimer);
      this.#restartTimer = setTimeout(() => this.#restart(), connection === 'failed' ? 0 : RESTART_DELAY_MS);
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

  /** New ICE credentials and candidates over the same call (RFC 8445, section 9; RFC 9725, section 4.3.3). */
  async #restart() {
    const pc = this.#pc;
    if (this.#state !== 'interrupted' || !pc) return;
    if (performance.now() - this.#interruptedAt > GIVE_UP_MS) {
      this.#fail(new VisavisError('failed', 'The connection was lost and did not come back.'));
      return;
    }
    this.#restartTimer = setTimeout(() => this.#restart(), RESTART_EVERY_MS);
    this.#sent = null;
    try {
      if (pc.signalingState === 'have-local-offer') await pc.setLocalDescription({ type: 'rollback' });
      await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
      await gathered(pc);
      const local = pc.localDescription.sdp;
      const response = await this.#patch(fragment(local, candidateLines(local)), '*');
      this.#etag = response.headers.get('ETag') ?? this.#etag;
      this.#answer = withFragment(this.#answer, await response.text());
      await pc.setRemoteDescription({ type: 'answer', sdp: this.#answer });
      this.#exchanged(local);
    } catch (error) {
      // Unreachable: the timer tries again. Any other answer means that the call is over on the other side.
      if (error instanceof VisavisError && error.code !== 'unreachable') {
        this.#fail(error.code === 'ended' ? new VisavisError('failed', 'The connection was lost.') : error);
      }
    }
  }

  /** Ends the call and releases everything but the microphone, which is the caller's. */
  async close() {
    if (this.#state === 'closed') return;
    const deleted = this.#delete();
    this.#release();
    this.#enter('closed', '');
    await deleted;
  }

  /** keepalive: it still leaves when the page is being left. */
  #delete() {
    return this.#location
      ? fetch(this.#location, { method: 'DELETE', keepalive: true, credentials: 'same-origin' }).catch(() => {})
      : Promise.resolve();
  }

  #ended(reason) {
    if (this.#state === 'closed') return;
    this.#release();
    this.#enter('closed', reason);
  }

  #fail(error) {
    if (this.#state === 'closed') return;
    this.#failure = error;
    this.#delete();
    this.#emit('error', { error });
    this.#ended(error.message);
  }

  #release() {
    clearTimeout(this.#restartTimer);
    clearTimeout(this.#controlsTimer);
    clearTimeout(this.#trickleTimer);
    this.#controlsTimer = this.#trickleTimer = 0;
    this.#sent = null;
    this.#lipSync?.stop();
    clearInterval(this.#reportTimer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    if (this.#pc) {
      this.#pc.onconnectionstatechange = this.#pc.onicegatheringstatechange = this.#pc.onicecandidate = this.#pc.ontrack = null;
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

/** From speech to lips, as far as this page knows it: the way there and back, the portrait's delay, the buffers here. */
function latency({ roundTripMs, videoWaitMs }, delayMs) {
  return [roundTripMs, videoWaitMs, delayMs].every(Number.isFinite) ? Math.round(roundTripMs + videoWaitMs + delayMs) : null;
}

function query(controls) {
  const { emotion, ...numbers } = controls;
  const weights = Object.entries(emotion ?? {}).filter(([, weight]) => weight > 0);
  return weights.length ? { ...numbers, emotion: weights.map(([name, weight]) => `${name}:${weight}`).join() } : numbers;
}

/** Resolves when all candidates are known, or GATHER_MS after. */
function gathered(pc) {
  if (pc.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, GATHER_MS);
    pc.addEventListener('icegatheringstatechange', () => { if (pc.iceGatheringState === 'complete') resolve(); });
  });
}
