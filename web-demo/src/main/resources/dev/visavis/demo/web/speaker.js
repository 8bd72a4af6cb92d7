/** The panel that says whose words the portrait says, and lets it say a text. */

const HINTS = {
  CALLER: 'You speak, and the portrait speaks your words.',
  TEXT: 'Type something, and the portrait says it.',
  PARROT: 'Say something, then wait: the portrait repeats it. Speak to interrupt it.',
  CONVERSATION: 'Talk with the voice model behind the portrait. Speak to interrupt it.',
  PROGRAM: 'A program speaks through the portrait.',
};

/** Shows and changes the voice of a call. */
export class SpeakerPanel {
  #root;
  #call = null;
  #onOwnVoice;

  /** @param onOwnVoice called when the portrait is given a voice of its own, which the person will want to hear */
  constructor(root, onOwnVoice) {
    this.#root = root;
    this.#onOwnVoice = onOwnVoice;
    root.querySelectorAll('input[name=voice-mode]').forEach((input) => input.addEventListener('change', () => {
      this.#call?.setVoice(input.value);
      if (input.value !== 'CALLER') this.#onOwnVoice();
    }));
    root.querySelector('#say').addEventListener('submit', (e) => {
      e.preventDefault();
      const box = root.querySelector('#say-text');
      if (!box.value.trim()) return;
      this.#call?.say(box.value.trim());
      this.#onOwnVoice();
      box.value = '';
    });
    root.querySelector('#interrupt').addEventListener('click', () => this.#call?.interrupt());
  }

  /** A call begins, or ends with null. */
  use(call) {
    this.#call = call;
    this.#show({ mode: 'CALLER', speaking: false, detail: '' });
    call?.addEventListener('agent', ({ detail: message }) => {
      if (this.#call !== call) return;
      if (message.type === 'voice') this.#show(message);
      if (message.type === 'error') this.#refused(message.detail);
    });
  }

  #show({ mode, speaking, detail }) {
    this.#root.dataset.mode = mode;
    this.#root.querySelectorAll('input[name=voice-mode]').forEach((input) => {
      input.checked = input.value === mode;
      input.disabled = mode === 'PROGRAM';
    });
    this.#root.querySelector('#interrupt').disabled = !speaking;
    this.#root.querySelector('#voice-state').textContent = speaking ? 'Speaking' : mode === 'CALLER' ? '' : 'Listening';
    this.#showDetail(detail);
    this.#root.querySelector('#voice-hint').textContent = HINTS[mode];
  }

  /** Nothing has changed, so the choice goes back. */
  #refused(detail) {
    const chosen = this.#root.querySelector(`input[value=${this.#root.dataset.mode}]`);
    if (chosen) chosen.checked = true;
    this.#showDetail(detail);
  }

  #showDetail(detail) {
    const line = this.#root.querySelector('#voice-detail');
    if (detail) line.textContent = detail;
    line.hidden = !detail;
  }
}
