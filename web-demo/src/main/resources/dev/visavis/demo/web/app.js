/** The demo page: wires its elements to a VisavisCall. */

import { VisavisCall, VisavisError, portrait, presenters } from './visavis.js';
import { LevelMeter, microphone, microphones, sampleVoice } from './voice.js';
import { BackgroundPanel } from './background.js';
import { ControlPanel } from './controls.js';
import { PhotoDialog } from './photo.js';
import { takeDropsAndPastes } from './picture.js';
import { SpeakerPanel } from './speaker.js';
import { STATES, explain } from './words.js';
import { showStats } from './overlay.js';

const $ = (id) => document.getElementById(id);
const avatar = $('avatar');
const voiceOut = $('voice-out');
const panel = new ControlPanel($('controls'), (changed) => call?.setControls(changed));

const speaker = new SpeakerPanel($('speaker'), () => hear(true));
const photoDialog = new PhotoDialog($('photo'));
const background = new BackgroundPanel();

let call = null;
let ownPortrait = null;
let stream = null;
let meter = null;
let statsTimer = 0;

/** For tests and benchmarks: when the first frame of the latest call was presented, in ms after Start. */
window.visavis = { firstFrameMs: null, get call() { return call; } };

// ---- state -----------------------------------------------------------------------------------------------------

function enter(state, words = STATES[state]) {
  document.body.dataset.state = state;
  $('state').textContent = words;
  const inCall = ['connecting', 'live', 'interrupted'].includes(state);
  $('intro').hidden = $('setup').hidden = inCall;
  $('controls').hidden = $('speaker').hidden = !inCall;
  $('mute').disabled = $('end').disabled = !inCall;
  $('start').disabled = state === 'asking' || !chosen();
}

function showError(error) {
  const [title, text] = explain(error);
  $('error-title').textContent = title;
  $('error-text').textContent = text;
  $('error').hidden = false;
}

$('error-close').addEventListener('click', () => { $('error').hidden = true; });

// ---- presenters ------------------------------------------------------------------------------------------------

const chosen = () => document.querySelector('input[name=presenter]:checked');

function choose(input) {
  const name = input.closest('label').textContent.trim();
  $('still').src = input.dataset.image;
  $('still').alt = `Portrait of ${name}`;
  $('caption').textContent = name;
  if (!call) document.body.dataset.picture = 'still';
  $('start').disabled = false;
  call?.setControls({ portrait: input.value });
}

function card({ id, name, image }) {
  const label = document.createElement('label');
  const input = Object.assign(document.createElement('input'),
    { type: 'radio', name: 'presenter', id: `presenter-${id}`, value: id });
  input.dataset.image = image;
  input.addEventListener('change', () => choose(input));
  const picture = Object.assign(document.createElement('img'), { src: image, alt: '', width: 160, height: 160 });
  const text = document.createElement('span');
  text.textContent = name;
  label.append(input, picture, text);
  return label;
}

async function loadPresenters() {
  const list = await presenters();
  if (list.length === 0) throw new VisavisError('starting', 'No agent is ready yet.');
  $('presenters').replaceChildren(...list.map(card), $('photo-open'));
  $('photo-open').hidden = false;
  pick(document.querySelector('input[name=presenter]'));
}

function pick(input) {
  input.checked = true;
  choose(input);
}

// ---- picture ---------------------------------------------------------------------------------------------------

function sizeChanged() {
  document.body.style.setProperty('--aspect', $('size').value.replace('x', ' / '));
}

background.addEventListener('change', () => call?.setControls({ background: background.value }));
$('size').addEventListener('change', sizeChanged);

// ---- own photo -------------------------------------------------------------------------------------------------

/** The photo's name is the right to it, so it is kept no longer than this tab lives. */
const OWN = 'visavis-portrait';

function showOwn(next) {
  const wasChosen = chosen()?.value === ownPortrait?.id;
  document.getElementById(`presenter-${ownPortrait?.id}`)?.closest('label').remove();
  ownPortrait = next;
  $('photo-open-text').textContent = next ? 'Change' : 'Your photo';
  if (next) {
    sessionStorage.setItem(OWN, next.id);
    const own = card({ ...next, name: 'Your photo' });
    own.classList.add('own');
    $('photo-open').before(own);
    pick(document.getElementById(`presenter-${next.id}`));
  } else {
    sessionStorage.removeItem(OWN);
    if (wasChosen) pick(document.querySelector('input[name=presenter]'));
  }
}

async function restoreOwn() {
  const id = sessionStorage.getItem(OWN);
  if (id) await portrait(id).then(showOwn, () => sessionStorage.removeItem(OWN));
}

photoDialog.addEventListener('used', ({ detail: { portrait: used } }) => {
  if (used.id !== ownPortrait?.id) showOwn(used);
});
photoDialog.addEventListener('removed', ({ detail: { portrait: gone } }) => {
  if (gone.id === ownPortrait?.id) showOwn(null);
});
$('photo-open').addEventListener('click', () => photoDialog.open(ownPortrait));

/** During a call a picture can only be a background; before it, whatever it is dropped on or pasted for. */
takeDropsAndPastes(({ type, target }) => {
  const forBackground = call || target.closest?.('#background') || (type === 'paste' && $('background-picture').checked);
  return forBackground && !$('photo').open
    ? { name: 'background', take: (file) => background.take(file) }
    : { name: 'photo', take: (file) => photoDialog.take(file) };
});

// ---- voice -----------------------------------------------------------------------------------------------------

const usesSample = () => $('source-sample').checked;

function listenTo(next) {
  stopMeter();
  stream?.getTracks().forEach((track) => track.stop());
  stream = next;
  meter = next && new LevelMeter(next, (level) => {
    $('level').style.setProperty('--level', level);
    $('level').setAttribute('aria-valuenow', Math.round(100 * level));
  });
  $('level').hidden = !next;
}

function stopMeter() {
  meter?.stop();
  meter = null;
}

async function openVoice() {
  listenTo(usesSample() ? await sampleVoice() : await microphone($('mic-device').value));
  if (!usesSample()) await listMicrophones();
}

async function listMicrophones() {
  const kept = $('mic-device').value;
  const options = (await microphones()).map((d, i) => new Option(d.label || `Microphone ${i + 1}`, d.deviceId));
  $('mic-device').replaceChildren(new Option('Default microphone', ''), ...options);
  if (options.some((o) => o.value === kept)) $('mic-device').value = kept;
}

function sourceChanged() {
  document.body.dataset.source = usesSample() ? 'sample' : 'mic';
  $('source-hint').textContent = usesSample()
    ? 'A synthetic voice speaks for you, over and over.'
    : 'You are asked for the microphone when you start.';
  stopTest();
}

async function test() {
  if (stream) { stopTest(); return; }
  try {
    await openVoice();
    $('mic-test').setAttribute('aria-pressed', 'true');
  } catch (error) {
    showError(error);
  }
}

function stopTest() {
  $('mic-test').setAttribute('aria-pressed', 'false');
  if (!call) listenTo(null);
}

// ---- call ------------------------------------------------------------------------------------------------------

async function start() {
  const pressed = performance.now();
  performance.mark('visavis:start');
  window.visavis.firstFrameMs = null;
  $('error').hidden = true;
  try {
    if (!window.RTCPeerConnection) throw new VisavisError('no-webrtc', 'This browser has no WebRTC.');
    if (!stream) {
      enter('asking', usesSample() ? 'Loading the sample voice' : STATES.asking);
      await openVoice();
    }
    stopMeter(); // it stands in the panel that a call hides
    watchFirstFrame(pressed);
    call = newCall();
    speaker.use(call);
    setMuted(false);
    await call.start({ portrait: chosen().value, stream, controls: { ...panel.values(), background: background.value },
      format: { size: $('size').value, fps: $('fps').value } });
  } catch (error) {
    showError(error);
    if (!call) enter('idle');
  }
}

function newCall() {
  const made = new VisavisCall();
  made.addEventListener('state', ({ detail }) => { if (call === made) stateChanged(detail); });
  // What the server says about the portrait's voice and controls is shown beside them.
  made.addEventListener('error', ({ detail: { error } }) => { if (call === made && error.code !== 'control') showError(error); });
  made.addEventListener('track', ({ detail: { track } }) => {
    // Each kind in an element of its own: the picture plays while the voice is off.
    const element = track.kind === 'video' ? avatar : voiceOut;
    element.srcObject = new MediaStream([track]);
    element.play().catch(() => {});
  });
  return made;
}

function stateChanged({ state, reason }) {
  if (state === 'closed') {
    ended(reason);
  } else {
    enter(state);
    if (state === 'live') statsTimer ||= setInterval(refreshStats, 1000);
  }
}

function ended(reason) {
  clearInterval(statsTimer);
  statsTimer = 0;
  call = null;
  speaker.use(null);
  listenTo(null);
  $('mic-test').setAttribute('aria-pressed', 'false');
  avatar.srcObject = voiceOut.srcObject = null;
  document.body.dataset.picture = 'still';
  $('stats').replaceChildren();
  $('stats-line').textContent = '';
  enter('ended', reason ? `${STATES.ended}: ${reason}` : STATES.ended);
}

/** The picture is shown once it is there, so that nobody looks at black. */
function watchFirstFrame(pressed) {
  const presented = (now) => {
    window.visavis.firstFrameMs = now - pressed;
    performance.mark('visavis:first-frame');
    performance.measure('visavis:start-to-first-frame', 'visavis:start', 'visavis:first-frame');
    document.body.dataset.picture = 'live';
  };
  if (avatar.requestVideoFrameCallback) {
    avatar.requestVideoFrameCallback(presented);
  } else {
    avatar.addEventListener('timeupdate', () => presented(performance.now()), { once: true });
  }
}

async function refreshStats() {
  const stats = await call?.stats();
  if (stats) showStats(stats, $('stats'), $('stats-line'));
}

function setMuted(muted) {
  stream?.getAudioTracks().forEach((track) => { track.enabled = !muted; });
  toggle($('mute'), muted, muted ? 'i-mic-off' : 'i-mic', muted ? 'Unmute' : 'Mute');
}

function hear(on) {
  voiceOut.muted = !on;
  if (on) voiceOut.play().catch(() => {});
  toggle($('hear'), on, on ? 'i-sound' : 'i-sound-off', on ? 'Voice on' : 'Voice off');
}

function toggle(button, pressed, icon, text) {
  button.setAttribute('aria-pressed', pressed);
  if (icon) button.querySelector('use').setAttribute('href', `#${icon}`);
  if (text) button.querySelector('span').textContent = text;
}

const isPressed = (button) => button.getAttribute('aria-pressed') === 'true';

$('setup').addEventListener('submit', (e) => { e.preventDefault(); start(); });
$('end').addEventListener('click', () => call?.close());
$('mute').addEventListener('click', () => setMuted(!isPressed($('mute'))));
$('hear').addEventListener('click', () => hear(!isPressed($('hear'))));
$('stats-toggle').addEventListener('click', () => {
  toggle($('stats-toggle'), $('stats').hidden);
  $('stats').hidden = !$('stats').hidden;
});
$('mic-test').addEventListener('click', test);
$('mic-device').addEventListener('change', () => { if (stream && !call) openVoice().catch(showError); });
document.querySelectorAll('input[name=source]').forEach((input) => input.addEventListener('change', sourceChanged));
navigator.mediaDevices?.addEventListener?.('devicechange', listMicrophones);
window.addEventListener('pagehide', () => call?.close());

sourceChanged();
sizeChanged();
listMicrophones().catch(() => {});
background.restore();
loadPresenters().then(restoreOwn).catch(async function retry(error) {
  showError(error);
  await new Promise((resolve) => { setTimeout(resolve, 2_000); });
  loadPresenters().then(restoreOwn).then(() => { $('error').hidden = true; }, retry);
});
