/** The panel of live controls: gaze, distance, emotions and the rest. */

const EMOTIONS = ['happy', 'sad', 'angry', 'surprised', 'fear', 'disgust', 'contempt'];
const YAW = 30;
const PITCH = 20;
const degrees = (value, plus, minus) => value === 0 ? '' : `${Math.abs(value)}° ${value > 0 ? plus : minus}`;

/** Reads the panel, and calls back with what has changed. */
export class ControlPanel {
  #root;
  #onChange;
  #gaze = { yaw: 0, pitch: 0 };

  constructor(root, onChange) {
    this.#root = root;
    this.#onChange = onChange;
    this.#addEmotions();
    root.querySelectorAll('input[type=range]').forEach((input) => {
      input.addEventListener('input', () => this.#changed(input));
      this.#show(input);
    });
    this.#listenToPad(root.querySelector('#gaze-pad'));
    root.querySelector('#controls-reset').addEventListener('click', () => this.reset());
    this.#showGaze();
  }

  /** All values, in the server's own names. */
  values() {
    const number = (id) => Number(this.#root.querySelector(`#${id}`).value);
    return { gazeYaw: this.#gaze.yaw, gazePitch: this.#gaze.pitch, distance: number('distance'),
      emotion: this.#emotions(), expressiveness: number('expressiveness'), headMotion: number('head-motion'),
      blinksPerMinute: number('blinks') };
  }

  reset() {
    this.#root.querySelectorAll('input[type=range]').forEach((input) => {
      input.value = input.defaultValue;
      this.#show(input);
    });
    this.#gaze = { yaw: 0, pitch: 0 };
    this.#showGaze();
    this.#onChange(this.values());
  }

  #emotions() {
    return Object.fromEntries(EMOTIONS.map((name) => [name, Number(this.#root.querySelector(`#emotion-${name}`).value)]));
  }

  #addEmotions() {
    const template = this.#root.querySelector('#emotion-template');
    for (const name of EMOTIONS) {
      const row = template.content.cloneNode(true);
      const input = row.querySelector('input');
      input.id = `emotion-${name}`;
      row.querySelector('label').htmlFor = input.id;
      row.querySelector('label').textContent = name[0].toUpperCase() + name.slice(1);
      row.querySelector('output').htmlFor = input.id;
      template.parentNode.append(row);
    }
  }

  #changed(input) {
    this.#show(input);
    if (input.id.startsWith('emotion-')) {
      this.#onChange({ emotion: this.#emotions() });
    } else {
      this.#onChange({ [input.dataset.name]: Number(input.value) });
    }
  }

  #show(input) {
    const fraction = (input.value - input.min) / (input.max - input.min);
    input.style.setProperty('--fill', `${100 * fraction}%`);
    const output = this.#root.querySelector(`output[for="${input.id}"]`);
    const value = Number(input.value);
    output.textContent = input.dataset.unit === '%' ? `${Math.round(100 * value)} %` : `${value}${input.dataset.unit ?? ''}`;
  }

  #listenToPad(pad) {
    const drag = (e) => {
      const box = pad.getBoundingClientRect();
      const x = Math.min(1, Math.max(0, (e.clientX - box.left) / box.width));
      const y = Math.min(1, Math.max(0, (e.clientY - box.top) / box.height));
      this.#look((2 * x - 1) * YAW, (1 - 2 * y) * PITCH);
    };
    pad.addEventListener('pointerdown', (e) => { pad.setPointerCapture(e.pointerId); drag(e); });
    pad.addEventListener('pointermove', (e) => { if (pad.hasPointerCapture(e.pointerId)) drag(e); });
    pad.addEventListener('dblclick', () => this.#look(0, 0));
    pad.addEventListener('keydown', (e) => {
      const step = { ArrowLeft: [-2, 0], ArrowRight: [2, 0], ArrowUp: [0, 2], ArrowDown: [0, -2] }[e.key];
      if (!step && e.key !== 'Home') return;
      e.preventDefault();
      if (step) this.#look(this.#gaze.yaw + step[0], this.#gaze.pitch + step[1]);
      else this.#look(0, 0);
    });
  }

  #look(yaw, pitch) {
    const within = (value, limit) => Math.round(Math.min(limit, Math.max(-limit, value)));
    this.#gaze = { yaw: within(yaw, YAW), pitch: within(pitch, PITCH) };
    this.#showGaze();
    this.#onChange({ gazeYaw: this.#gaze.yaw, gazePitch: this.#gaze.pitch });
  }

  #showGaze() {
    const { yaw, pitch } = this.#gaze;
    const pad = this.#root.querySelector('#gaze-pad');
    pad.style.setProperty('--x', `${50 + 50 * yaw / YAW}%`);
    pad.style.setProperty('--y', `${50 - 50 * pitch / PITCH}%`);
    const words = [degrees(yaw, 'right', 'left'), degrees(pitch, 'up', 'down')].filter(Boolean).join(', ')
      || 'into the camera';
    pad.setAttribute('aria-valuenow', yaw);
    pad.setAttribute('aria-valuetext', words);
    this.#root.querySelector('#gaze-value').textContent = words;
  }
}
