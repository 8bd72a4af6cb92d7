/** What is seen behind the portrait: the photo's own, the same blurred, a colour, or a picture from the visitor's disk. */

import { background, removeBackground, serverConfig, uploadBackground } from './visavis.js';
import { sendable } from './picture.js';
import { inWords } from './words.js';

const $ = (id) => document.getElementById(id);
/** The picture's name is the right to it, so it is kept no longer than this tab lives. */
const KEPT = 'visavis-background';
/** A frame has 1280 pixels at most: sending more is waiting for nothing. */
const ENOUGH = { mostBytes: 2_000_000, maxSide: 2_560 };
const EMPTY = 'Drop or paste a picture, or choose a file. Until then the background stays.';

/** Event: `change`, when `value` has changed. */
export class BackgroundPanel extends EventTarget {
  #value = 'own';
  #picture = null;
  #previewUrl = '';
  /** Counts up with every picture, so that an answer that comes late is not taken for the next one's. */
  #turn = 0;

  constructor() {
    super();
    document.querySelectorAll('input[name=background]').forEach((i) => i.addEventListener('change', () => this.#chosen()));
    $('background-colour').addEventListener('input', () => this.#chosen());
    $('background-file').addEventListener('change', () => {
      this.take($('background-file').files[0]);
      $('background-file').value = '';
    });
    $('background-remove').addEventListener('click', () => this.#remove());
    this.#chosen();
  }

  /** In the words of the control `background`; while a picture is awaited, what was chosen before it. */
  get value() { return this.#value; }

  /** Goes on with the picture that this tab had. */
  async restore() {
    const id = sessionStorage.getItem(KEPT);
    if (id) await background(id).then((kept) => this.#use(kept), () => sessionStorage.removeItem(KEPT));
  }

  /** Uploads a picture, and changes to it when it is there. */
  async take(file) {
    if (!file) return;
    const turn = ++this.#turn;
    this.#show('picture');
    this.#error('');
    this.#busy(true);
    try {
      const { uploads } = await serverConfig();
      const blob = await sendable(file, { ...ENOUGH, maxBytes: uploads.maxBytes });
      this.#preview(URL.createObjectURL(blob));
      const made = await uploadBackground(blob);
      const gone = turn === this.#turn ? this.#picture : made; // another one may have been chosen meanwhile
      if (turn === this.#turn) this.#use(made);
      if (gone && gone.id !== this.#picture?.id) removeBackground(gone.id).catch(() => {}); // its time is up some day
    } catch (error) {
      if (turn === this.#turn) this.#failed(error);
    } finally {
      if (turn === this.#turn) this.#busy(false);
    }
  }

  #chosen() {
    const { value } = document.querySelector('input[name=background]:checked');
    this.#show(value);
    this.#error('');
    if (value === 'plain') this.#become($('background-colour').value);
    else if (value !== 'picture') this.#become(value);
    else if (this.#picture) this.#become(this.#picture.id);
  }

  #use(picture) {
    this.#picture = picture;
    sessionStorage.setItem(KEPT, picture.id);
    this.#preview(picture.image);
    this.#show('picture');
    this.#become(picture.id);
  }

  async #remove() {
    const { id } = this.#picture;
    try {
      await removeBackground(id).catch((error) => { if (error.status !== 404) throw error; });
    } catch (error) {
      this.#error(inWords(error));
      return;
    }
    this.#picture = null;
    sessionStorage.removeItem(KEPT);
    this.#preview('');
    this.#show('own');
    this.#become('own');
  }

  #become(value) {
    if (value === this.#value) return;
    this.#value = value;
    this.dispatchEvent(new Event('change'));
  }

  // ---- what is shown ---------------------------------------------------------------------------------------------

  /** @param choice whose radio button is checked then */
  #show(choice) {
    $(`background-${choice}`).checked = true;
    $('background-colour').hidden = choice !== 'plain';
    $('background-backdrop').hidden = choice !== 'picture';
    $('background-remove').hidden = !this.#picture;
    $('background-choose').textContent = this.#picture ? 'Another picture' : 'Choose a picture';
    $('background-hint').textContent = this.#picture ? this.#picture.warnings.join(' ') : EMPTY;
  }

  #busy(busy) {
    $('background-backdrop').setAttribute('aria-busy', busy);
    if (busy) $('background-hint').textContent = 'Uploading…';
  }

  #failed(error) {
    this.#preview(this.#picture?.image ?? '');
    this.#show('picture');
    this.#error(inWords(error));
  }

  #preview(url) {
    URL.revokeObjectURL(this.#previewUrl);
    this.#previewUrl = url.startsWith('blob:') ? url : '';
    if (url) $('background-preview').src = url; else $('background-preview').removeAttribute('src');
  }

  #error(text) {
    $('background-error').textContent = text;
    $('background-error').hidden = !text;
  }
}
