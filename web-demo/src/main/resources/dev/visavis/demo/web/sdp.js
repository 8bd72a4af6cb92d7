/** Session descriptions as far as trickle and ICE restarts need them (RFC 8839, RFC 8840). Lines end with CRLF. */

const lines = (sdp) => sdp.split(/\r?\n/).filter((line) => line);
const text = (all) => all.map((line) => `${line}\r\n`).join('');

/** The candidates of a description, each once: they are bundled, so the first section's are those of all. */
export function candidateLines(sdp) {
  return [...new Set(lines(sdp).filter((line) => line.startsWith('a=candidate:')))];
}

/** The two credential lines. */
export function credentials(sdp) {
  const find = (name) => lines(sdp).find((line) => line.startsWith(`a=${name}:`));
  return [find('ice-ufrag'), find('ice-pwd')];
}

/** An application/trickle-ice-sdpfrag of a local description's credentials and some of its candidates. */
export function fragment(sdp, candidates) {
  const all = lines(sdp);
  const media = all.find((line) => line.startsWith('m='));
  const mid = all.find((line) => line.startsWith('a=mid:'));
  return text([...credentials(sdp), media, mid, ...candidates]);
}

/** A remote description with another fragment's credentials and candidates in place of its own. */
export function withFragment(sdp, frag) {
  const [ufrag, pwd] = credentials(frag);
  const candidates = candidateLines(frag);
  const out = [];
  let first = true;
  for (const line of lines(sdp)) {
    if (/^a=(candidate:|end-of-candidates)/.test(line)) continue;
    if (line.startsWith('a=ice-ufrag:')) out.push(ufrag);
    else if (line.startsWith('a=ice-pwd:')) out.push(pwd);
    else out.push(line);
    if (first && line.startsWith('a=mid:')) {
      out.push(...candidates, 'a=end-of-candidates');
      first = false;
    }
  }
  return text(out);
}
