/**
 * Sets one call up over HTTP, shaped like WHIP (RFC 9725): POST an offer, PATCH later candidates or an ICE restart,
 * DELETE.
 */
import { candidateLines, fragment, withFragment } from './sdp.js';
import { request } from './server.js';

/**
 * How long to wait for candidates before the offer leaves; later ones trickle. Waiting saves a request, no more: the
 * server's candidates are in its answer, and its checks meet ours as peer-reflexive ones (RFC 8445, section 7.3.1.3).
 */
const GATHER_MS = 40;

export class Session {
  #pc;
  #location = null;
  #etag = null;
  #answer = '';
  /** Candidates that the server knows; null while descriptions are being exchanged. */
  #sent = null;
  #timer = 0;
  #over = false;

  /** @param pc with its transceivers */
  constructor(pc) {
    this.#pc = pc;
  }

  /** The call's address; null before it is open. */
  get location() { return this.#location; }

  /** @param url to post the offer to, with the call's starting values */
  async open(url) {
    await this.#pc.setLocalDescription();
    await gathered(this.#pc);
    if (this.#over) return;
    const sent = this.#pc.localDescription.sdp;
    const response = await request(url, { method: 'POST', headers: { 'Content-Type': 'application/sdp' }, body: sent });
    this.#location = new URL(response.headers.get('Location'), url).href;
    this.#etag = response.headers.get('ETag');
    this.#answer = await response.text();
    if (this.#over) { this.end(); return; }
    await this.#pc.setRemoteDescription({ type: 'answer', sdp: this.#answer });
    this.#exchanged(sent);
    this.#pc.onicecandidate = () => this.#trickleSoon();
  }

  /** New ICE credentials and candidates over the same call (RFC 8445, section 9; RFC 9725, section 4.3.3). */
  async restartIce() {
    const pc = this.#pc;
    this.#sent = null;
    if (pc.signalingState === 'have-local-offer') await pc.setLocalDescription({ type: 'rollback' });
    await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
    await gathered(pc);
    const local = pc.localDescription.sdp;
    const response = await this.#patch(fragment(local, candidateLines(local)), '*');
    this.#etag = response.headers.get('ETag') ?? this.#etag;
    this.#answer = withFragment(this.#answer, await response.text());
    await pc.setRemoteDescription({ type: 'answer', sdp: this.#answer });
    this.#exchanged(local);
  }

  /** Sends nothing any more. */
  stop() {
    this.#over = true;
    this.#sent = null;
    clearTimeout(this.#timer);
    this.#pc.onicecandidate = null;
  }

  /** Stops, and ends the call on the server; keepalive: that still leaves when the page is being left. */
  end() {
    this.stop();
    return this.#location
      ? fetch(this.#location, { method: 'DELETE', keepalive: true, credentials: 'same-origin' }).catch(() => {})
      : Promise.resolve();
  }

  /** The server knows this local description now; whatever candidates were found meanwhile follow. */
  #exchanged(sdp) {
    if (this.#over) return;
    this.#sent = new Set(candidateLines(sdp));
    this.#trickleSoon();
  }

  /** Candidates come in bursts: one request for each burst. */
  #trickleSoon() {
    if (this.#sent) this.#timer ||= setTimeout(() => this.#trickle(), GATHER_MS);
  }

  #trickle() {
    this.#timer = 0;
    if (!this.#sent) return;
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
}

/** Resolves when all candidates are known, or GATHER_MS after. */
function gathered(pc) {
  if (pc.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, GATHER_MS);
    pc.addEventListener('icegatheringstatechange', () => { if (pc.iceGatheringState === 'complete') resolve(); });
  });
}
