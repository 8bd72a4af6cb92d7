// Sends a page's media through a relay: the server's candidates become the relay's, and the page's own are not told, so
// that the server learns of the page from the relay alone (peer-reflexive candidates, RFC 8445, section 7.3.1.3).
(() => {
  const ADDRESS = '$ADDRESS', OFFSET = $OFFSET;

  const relayed = (line) => {
    const c = line.split(' ');
    if (!line.startsWith('a=candidate:')) return [line];
    if (c[2].toLowerCase() !== 'udp' || c[4] !== ADDRESS) return [];
    c[5] = Number(c[5]) + OFFSET;
    return [c.join(' ')];
  };
  const Peer = RTCPeerConnection.prototype;
  const setRemoteDescription = Peer.setRemoteDescription;
  Peer.setRemoteDescription = function (description) {
    const sdp = description.sdp?.split('\r\n').flatMap(relayed).join('\r\n');
    return setRemoteDescription.call(this, { type: description.type, sdp });
  };

  const send = window.fetch;
  window.fetch = (url, options) => {
    const isSdp = /sdp/.test(options?.headers?.['Content-Type'] ?? '');
    return isSdp
      ? send(url, { ...options, body: options.body.split('\r\n').filter((l) => !l.startsWith('a=candidate:')).join('\r\n') })
      : send(url, options);
  };
})();
