// Reads a call's statistics from inside the page, which costs next to nothing. Installed before the page's own scripts
// run; the page is not changed.
(() => {
  if (window.callProbe) return;
  const probe = window.callProbe = { peers: [] };

  // The microphone's own processing would remove the beeps: they are not speech.
  const original = navigator.mediaDevices?.getUserMedia?.bind(navigator.mediaDevices);
  if (original) {
    navigator.mediaDevices.getUserMedia = (c) => original(c && c.audio
      ? { ...c, audio: { ...(c.audio === true ? {} : c.audio), echoCancellation: false, noiseSuppression: false, autoGainControl: false } }
      : c);
  }
  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(...args) {
      super(...args);
      probe.peers.push(this);
    }
  };

  probe.inbound = async () => {
    const out = {};
    for (const peer of probe.peers) {
      (await peer.getStats()).forEach((s) => {
        if (s.type === 'inbound-rtp') out[s.kind] = { ...s };
        if (s.type === 'candidate-pair' && s.nominated) out.pair = { ...s };
        if (s.type === 'codec') (out.codecs ??= []).push(s.mimeType);
      });
    }
    return out;
  };
})();
