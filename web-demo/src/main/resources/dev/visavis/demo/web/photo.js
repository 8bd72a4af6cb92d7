/** Anyone's photo becomes a face to call: file, drop, paste or camera; consent; what was found; remove. */

import { VisavisError, removePortrait, serverConfig, uploadPortrait } from './visavis.js';
import { canvasOf, sendable } from './picture.js';
import { inWords } from './words.js';

const $ = (id) => document.getElementById(id);
/** Longest side of what the browser has to encode anew; a portrait shows far less. */
const MAX_SIDE = 3_000;
const CAMERA = { video: { facingMode: 'user', width: { ideal: 1920 }, height: { ideal: 1080 } } };
const CAMERA_WORDS = {
  NotAllowedError: 'The camera was not allowed. Click the camera or lock symbol beside the address, allow it for this '
    + 'page, and try again; or choose a file.',
  NotFoundError: 'No camera was found; choose a file.',
  NotReadableError: 'The camera does not open; another program may be using it.',
};

/** Events: `used` {portrait} when it closes with a photo that can be called, `removed` {portrait}. */
export class PhotoDialog extends EventTarget {
  #dialog;
  #photo = null;
  #portrait = null;
  #camera = null;
  #previewUrl = '';
  #consented = false;
  /** Counts up with every photo, so that an answer that comes late is not taken for the next one's. */
  #turn = 0;

  constructor(dialog) {
    super();
    this.#dialog = dialog;
    const on = (id, type, act) => $(id).addEventListener(type, act);
    on('photo-file', 'change', () => { this.#take($('photo-file').files[0]); $('photo-file').value = ''; });
    on('photo-camera', 'click', () => this.#openCamera());
    on('photo-snap', 'click', () => this.#snap());
    on('photo-back', 'click', () => this.#pick());
    on('photo-consent', 'change', () => { $('photo-check').disabled = !$('photo-consent').checked; });
    on('photo-check', 'click', () => this.#check(1));
    on('photo-use', 'click', () => dialog.close());
    on('photo-close', 'click', () => dialog.close());
    document.querySelectorAll('.photo-other').forEach((b) => b.addEventListener('click', () => this.#another()));
    on('photo-remove', 'click', () => this.#remove().then((gone) => { if (gone) dialog.close(); }));
    dialog.addEventListener('close', () => this.#closed());
  }

  /** Opens with the portrait there is, or asks for a photo. */
  open(portrait = null) {
    this.#error('');
    if (portrait) {
      this.#portrait = portrait;
      this.#show();
    } else {
      this.#pick();
    }
    if (!this.#dialog.open) this.#dialog.showModal();
    serverConfig().then(({ uploads }) => { $('photo-consent-text').textContent = uploads.consent.text; }, () => {});
  }

  /** Opens with a new photo. */
  take(file) {
    this.open();
    this.#take(file);
  }

  // ---- a photo ---------------------------------------------------------------------------------------------------

  #pick() {
    this.#turn++;
    this.#closeCamera();
    this.#photo = this.#portrait = null;
    this.#step('pick');
  }

  async #take(file) {
    if (!file) return;
    this.#error('');
    this.#photo = null;
    $('photo-check').disabled = true;
    const turn = ++this.#turn;
    try {
      const { uploads: { maxBytes, consent } } = await serverConfig();
      const photo = await sendable(file, { mostBytes: maxBytes, maxBytes, maxSide: MAX_SIDE });
      if (turn !== this.#turn) return;
      this.#photo = photo;
      $('photo-consent-text').textContent = consent.text;
      $('photo-consent').checked = this.#consented;
      $('photo-check').disabled = !this.#consented;
      this.#preview(URL.createObjectURL(photo), 'The photo that you chose');
      this.#step('agree');
    } catch (error) {
      if (turn === this.#turn) this.#failed(error);
    }
  }

  async #openCamera() {
    this.#error('');
    this.#step('camera');
    const turn = ++this.#turn;
    try {
      if (!navigator.mediaDevices?.getUserMedia) throw new VisavisError('insecure', 'Browsers give the camera only to '
        + 'secure pages (https, or localhost); choose a file.');
      const camera = await navigator.mediaDevices.getUserMedia(CAMERA);
      if (turn !== this.#turn || !this.#dialog.open) { stop(camera); return; }
      this.#camera = camera;
      $('photo-video').srcObject = camera;
      await $('photo-video').play();
    } catch (error) {
      this.#pick();
      this.#error(CAMERA_WORDS[error?.name] ?? error.message);
    }
  }

  #snap() {
    const video = $('photo-video');
    if (!video.videoWidth) return;
    const canvas = canvasOf(video, video.videoWidth, video.videoHeight, MAX_SIDE);
    this.#closeCamera();
    canvas.toBlob((photo) => this.#take(photo), 'image/jpeg', 0.95);
  }

  #closeCamera() {
    stop(this.#camera);
    this.#camera = $('photo-video').srcObject = null;
  }

  // ---- what the server makes of it -------------------------------------------------------------------------------

  async #check(face) {
    const turn = ++this.#turn;
    const before = this.#portrait;
    this.#consented = true;
    this.#error('');
    this.#step('busy');
    try {
      const portrait = await uploadPortrait(this.#photo, { consent: true, face });
      if (turn !== this.#turn) { // closed meanwhile: nobody waits for it
        this.#drop(portrait).catch(() => {});
        return;
      }
      this.#portrait = portrait;
      this.#show();
      if (before && before.id !== portrait.id) this.#drop(before).catch(() => {});
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#step(before ? 'found' : 'agree');
      this.#failed(error);
    }
  }

  #show() {
    const { image, imageSize, faceInImage: f, faces, face, warnings } = this.#portrait;
    this.#preview(image, 'Your photo as calls show it; a frame marks the face that was found');
    const box = $('photo-box').style;
    box.setProperty('--x', f.x / imageSize.width);
    box.setProperty('--y', f.y / imageSize.height);
    box.setProperty('--w', f.width / imageSize.width);
    box.setProperty('--h', f.height / imageSize.height);
    $('photo-verdict').textContent = warnings.length ? 'A face was found. It will work, but:' : 'A good photo.';
    $('photo-warnings').replaceChildren(...warnings.map((text) => element('li', text)));
    const others = this.#photo ? faces.map((_, i) => i + 1) : [];
    $('photo-faces').hidden = others.length < 2;
    $('photo-faces').replaceChildren('Face: ', ...others.map((n) => {
      const button = element('button', String(n));
      button.type = 'button';
      button.className = 'quiet';
      button.setAttribute('aria-label', `Face ${n} of ${others.length}`);
      button.setAttribute('aria-pressed', n === face);
      button.addEventListener('click', () => { if (n !== face) this.#check(n); });
      return button;
    }));
    this.#step('found');
    $('photo-use').focus();
  }

  async #another() {
    if (!this.#portrait || await this.#remove()) this.#pick();
  }

  /** False if it could not be removed. */
  async #remove() {
    const portrait = this.#portrait;
    try {
      if (portrait) await this.#drop(portrait);
      this.#portrait = null;
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  async #drop(portrait) {
    await removePortrait(portrait.id).catch((error) => { if (error.status !== 404) throw error; });
    this.#emit('removed', portrait);
  }

  /** A photo that was checked but not removed is kept as the person's face. */
  #closed() {
    this.#turn++;
    this.#closeCamera();
    if (this.#portrait) this.#emit('used', this.#portrait);
    this.#photo = this.#portrait = null;
    this.#preview('', '');
  }

  // ---- what is shown ---------------------------------------------------------------------------------------------

  #step(step) {
    this.#dialog.dataset.step = step;
    $('photo-busy').textContent = step === 'busy' ? 'Looking for the face…' : '';
  }

  #preview(url, alt) {
    URL.revokeObjectURL(this.#previewUrl);
    this.#previewUrl = url.startsWith('blob:') ? url : '';
    if (url) $('photo-preview').src = url; else $('photo-preview').removeAttribute('src');
    $('photo-preview').alt = alt;
  }

  #failed(error) {
    this.#error(inWords(error));
  }

  #error(text) {
    $('photo-error').textContent = text;
    $('photo-error').hidden = !text;
  }

  #emit(type, portrait) {
    this.dispatchEvent(new CustomEvent(type, { detail: { portrait } }));
  }
}

const stop = (stream) => stream?.getTracks().forEach((track) => track.stop());

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
