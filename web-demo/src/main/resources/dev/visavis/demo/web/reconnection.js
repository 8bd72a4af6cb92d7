/** Brings an interrupted call back: over its path by ICE restarts, or, where its agent is gone, by dialling again. */
import { VisavisError } from './server.js';

/** A network that changes takes this long to settle; sooner restarts would fail like the path they replace. */
const RESTART_DELAY_MS = 1_000;
const RESTART_EVERY_MS = 3_000;
/** A new agent is there within a second or two. */
const REDIAL_EVERY_MS = 400;
const GIVE_UP_MS = 30_000;

export class Reconnection {
  #restartIce;
  #dial;
  #fail;
  #timer = 0;
  #since = 0;
  /** Counts up with all that makes what was begun before it pointless. */
  #round = 0;

  /**
   * @param restartIce promises the call's path anew
   * @param dial promises the same call anew, at another agent
   * @param fail told the error when there is no more hope
   */
  constructor({ restartIce, dial, fail }) {
    this.#restartIce = restartIce;
    this.#dial = dial;
    this.#fail = fail;
  }

  /** @param surely false if the path may yet come back by itself */
  pathLost(surely) {
    this.#begin();
    this.#restartIn(surely ? 0 : RESTART_DELAY_MS);
  }

  async agentLost() {
    const round = this.#begin();
    while (round === this.#round) {
      try {
        await this.#dial();
        return;
      } catch (error) {
        if (round !== this.#round) return;
        if (this.#isLate() || !['busy', 'unreachable'].includes(error.code)) { this.#giveUp(error); return; }
        await new Promise((resolve) => { setTimeout(resolve, REDIAL_EVERY_MS); });
      }
    }
  }

  /** The call is back, or has ended. */
  stop() {
    clearTimeout(this.#timer);
    this.#since = 0;
    this.#round++;
  }

  #begin() {
    clearTimeout(this.#timer);
    this.#since ||= performance.now();
    return ++this.#round;
  }

  #isLate() {
    return performance.now() - this.#since > GIVE_UP_MS;
  }

  #restartIn(ms) {
    this.#timer = setTimeout(() => this.#restart(), ms);
  }

  async #restart() {
    if (this.#isLate()) {
      this.#giveUp(new VisavisError('failed', 'The connection was lost and did not come back.'));
      return;
    }
    this.#restartIn(RESTART_EVERY_MS);
    const round = this.#round;
    try {
      await this.#restartIce();
    } catch (error) {
      // Unreachable: the timer tries again. Any other answer means that the call is over on the other side.
      if (round === this.#round && error instanceof VisavisError && error.code !== 'unreachable') {
        this.#giveUp(error.code === 'ended' ? new VisavisError('failed', 'The connection was lost.') : error);
      }
    }
  }

  #giveUp(error) {
    this.stop();
    this.#fail(error);
  }
}
