/** Says why a connection was not made, from what ICE (RFC 8445) met on its way. */

/** What STUN and TURN servers answer (RFC 8489, section 14.8); 701 is the browser's own: no answer (W3C webrtc-pc). */
const NO_ANSWER = 701;

export class Diagnosis {
  #pc;
  #errors = [];
  #found = new Set();
  #relayOnly;

  constructor(pc, relayOnly) {
    this.#pc = pc;
    this.#relayOnly = relayOnly;
    pc.addEventListener('icecandidate', ({ candidate }) => { if (candidate?.type) this.#found.add(candidate.type); });
    pc.addEventListener('icecandidateerror', (e) => this.#errors.push(e));
  }

  /** True once it is certain that no path can be found: every candidate was looked for, and there is none. */
  get isHopeless() {
    return this.#pc.iceGatheringState === 'complete' && this.#found.size === 0;
  }

  /** [code, words]; the codes are those of words.js. */
  async why() {
    const turn = this.#errors.filter((e) => e.url?.startsWith('turn'));
    const refused = turn.find((e) => e.errorCode !== NO_ANSWER);
    if (refused && !this.#found.has('relay')) {
      return ['turn-refused', `${refused.url} refused: ${refused.errorCode} ${refused.errorText}`];
    }
    if (turn.length && !this.#found.has('relay')) return ['turn-silent', `${turn[0].url} does not answer.`];
    if (this.#found.size === 0) {
      return this.#relayOnly ? ['turn-silent', 'No TURN server gave a path.'] : ['no-candidates', 'The browser offers no path.'];
    }
    return await this.#wasHeard() ? ['failed', ''] : ['udp-blocked', 'No answer came over any path.'];
  }

  /** Whether any connectivity check was answered. */
  async #wasHeard() {
    let heard = false;
    (await this.#pc.getStats()).forEach((s) => {
      if (s.type === 'candidate-pair' && (s.responsesReceived > 0 || s.requestsReceived > 0)) heard = true;
    });
    return heard;
  }
}
