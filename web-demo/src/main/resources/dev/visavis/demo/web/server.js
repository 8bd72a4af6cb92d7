/** The server's HTTP surface (openapi.yaml), as far as it is not about one call. */

/** Why something cannot go on. `code` is for programs, `message` for people; `retryAfterS` where the server tells. */
export class VisavisError extends Error {
  constructor(code, message, { status = 0, retryAfterS = 0, cause } = {}) {
    super(message, { cause });
    this.name = 'VisavisError';
    this.code = code;
    this.status = status;
    this.retryAfterS = retryAfterS;
  }
}

/** The portraits that the server offers: [{id, name, image}]. */
export async function presenters(base = document.baseURI) {
  return (await request(new URL('/api/presenters', base))).json();
}

/** What the server tells pages: {iceServers, uploads: {maxBytes, consent: {version, text}}}. */
export async function serverConfig(base = document.baseURI) {
  return (await request(new URL('/api/config', base))).json();
}

/**
 * Makes a photo callable. Resolves to what was found: {id, image, faces, warnings, ...} (openapi.yaml, Portrait); the
 * id goes into start(). Fails with words for the person if no portrait can come of it.
 *
 * @param photo a Blob: JPEG, PNG, WebP or GIF
 * @param consent true if the person agrees to the consent text of serverConfig()
 * @param face which face, 1 for the largest
 */
export function uploadPortrait(photo, { consent = false, face = 1, base = document.baseURI } = {}) {
  return upload('portraits', photo, base, { consent, face });
}

/** The same for a photo that was uploaded before. */
export async function portrait(id, base = document.baseURI) {
  return (await request(new URL(`/api/portraits/${id}`, base))).json();
}

/** Removes an uploaded photo and everything made of it. */
export async function removePortrait(id, base = document.baseURI) {
  await request(new URL(`/api/portraits/${id}`, base), { method: 'DELETE' });
}

/**
 * Makes a picture a background. Resolves to {id, image, warnings, expires}; the id is a value of the control `background`.
 *
 * @param picture a Blob: JPEG, PNG, WebP or GIF
 */
export function uploadBackground(picture, base = document.baseURI) {
  return upload('backgrounds', picture, base);
}

/** The same for a picture that was uploaded before. */
export async function background(id, base = document.baseURI) {
  return (await request(new URL(`/api/backgrounds/${id}`, base))).json();
}

/** Removes an uploaded background. */
export async function removeBackground(id, base = document.baseURI) {
  await request(new URL(`/api/backgrounds/${id}`, base), { method: 'DELETE' });
}

async function upload(kind, picture, base, settings = {}) {
  const url = new URL(`/api/${kind}`, base);
  url.search = new URLSearchParams(settings);
  const type = picture.type.startsWith('image/') ? picture.type : 'application/octet-stream';
  return (await request(url, { method: 'POST', headers: { 'Content-Type': type }, body: picture })).json();
}

/** Fails with a VisavisError unless the answer is a good one. */
export async function request(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...options });
  } catch (cause) {
    throw new VisavisError('unreachable', 'The server does not answer.', { cause });
  }
  if (response.ok) return response;
  const codes = { 401: 'key', 404: 'ended', 406: 'codec', 429: 'too-many', 503: 'busy' };
  const problem = await response.json().catch(() => ({}));
  throw new VisavisError(codes[response.status] ?? 'refused', problem.detail ?? `The server answered ${response.status}.`,
    { status: response.status, retryAfterS: Number(response.headers.get('Retry-After')) || 0 });
}
