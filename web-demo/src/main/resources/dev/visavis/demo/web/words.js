/** Errors in words: what happened, and what to do about it. */

const SECURE = 'Browsers give the microphone only to secure pages. Start the server with ./visavis serve --host 0.0.0.0 '
  + '--https and open the https:// address that it prints, or open http://localhost on the computer it runs on.';

const TEXTS = {
  insecure: ['This page may not use the microphone', `${SECURE} The sample voice works without one.`],
  'mic-denied': ['The microphone was not allowed', 'Click the microphone or lock symbol beside the address, allow the '
    + 'microphone for this page, then press Start again. The sample voice works without one.'],
  'mic-missing': ['No microphone was found', 'Plug one in, or choose the sample voice below.'],
  'mic-busy': ['The microphone does not open', 'Another program may be using it. Close that program or choose another '
    + 'microphone, then press Start again.'],
  'no-webrtc': ['This browser cannot make calls', 'Please use a current Chrome, Edge, Firefox or Safari.'],
  codec: ['This browser cannot play the video', 'It lacks H.264. In Firefox, wait for the OpenH264 plugin to be '
    + 'installed (about:addons, Plugins); in Chromium, install the codecs package of your system; or use another browser.'],
  starting: ['The server is still starting', 'The faces will be here in a few seconds.'],
  busy: ['All lines are busy', 'The server has as many calls as it can take. Try again in a moment.'],
  'too-many': ['Too many attempts', 'Wait a minute, then try again.'],
  key: ['This server asks for its access key', 'Open the full address that the server printed, with ?key= in it.'],
  unreachable: ['The server does not answer', 'Is ./visavis serve still running? Check the network, then try again.'],
  'no-candidates': ['This browser offers no way to connect', 'An extension, a policy or a VPN keeps WebRTC from using the '
    + 'network. Allow WebRTC for this page, or try another browser.'],
  'udp-blocked': ['Nothing comes through', 'Sound and picture travel over UDP, and no answer came back. A firewall, a VPN '
    + 'or another network between this device and the server is in the way: try another network, or set a TURN server '
    + '(visavis.ice.servers), best one that also listens to TLS on port 443.'],
  'turn-refused': ['The TURN server refused', 'It does not accept the login that this server gives out: visavis.ice.secret '
    + 'must be the static-auth-secret of the TURN server, and both clocks must be right. ./visavis doctor --ice tries it.'],
  'turn-silent': ['The TURN server does not answer', 'Its address may be wrong, or a firewall keeps it from this device: try '
    + 'another network, or a turns: address on port 443. ./visavis doctor --ice tries it from the server.'],
  failed: ['The connection failed', 'Sound and picture travel over UDP. A firewall, a VPN or another network between '
    + 'this device and the server may be in the way; set a TURN server in visavis.conf if there is no direct path.'],
};

/** [title, text] for an error of the client or of getUserMedia. */
export function explain(error) {
  const [title, advice] = TEXTS[codeOf(error)] ?? ['The call did not work', ''];
  const told = error?.name === 'VisavisError' && ['refused', 'ended', 'turn-refused', 'turn-silent'].includes(error.code) ? error.message : '';
  const wait = error?.retryAfterS > 1 ? ` The server asks to wait ${error.retryAfterS} seconds.` : '';
  return [title, [told, advice + wait].filter(Boolean).join(' ') || String(error?.message ?? error)];
}

/** The same as one text, for places beside what went wrong: what the server says of a picture is words for people. */
export function inWords(error) {
  const general = ['key', 'unreachable', 'too-many'].includes(error?.code);
  return general ? explain(error).join('. ') : String(error?.message ?? error);
}

function codeOf(error) {
  const byName = { NotAllowedError: 'mic-denied', SecurityError: 'mic-denied', NotFoundError: 'mic-missing',
    OverconstrainedError: 'mic-missing', NotReadableError: 'mic-busy', AbortError: 'mic-busy' };
  return error?.code && TEXTS[error.code] ? error.code : byName[error?.name];
}

export const STATES = {
  idle: 'Ready',
  asking: 'Waiting for the microphone',
  connecting: 'Connecting',
  live: 'Live',
  interrupted: 'Connection interrupted, reconnecting',
  ended: 'Call ended',
};
