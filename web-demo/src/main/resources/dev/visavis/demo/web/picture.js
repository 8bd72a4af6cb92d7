/** Pictures from people's disks, cameras and clipboards, made fit for the server. */

import { VisavisError } from './server.js';

/** What the server reads; anything else is worth a try by the browser's own decoder (HEIC in Safari, say). */
const READABLE = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

/**
 * The file itself, or a smaller JPEG of it where it is too large or the server would not read it. What the browser cannot
 * read either goes as it is, for the server to say what is wrong with it.
 *
 * @param mostBytes above which the picture is encoded anew
 * @param maxBytes that the server takes
 * @param maxSide longest side of what is encoded anew, in pixels
 */
export async function sendable(file, { mostBytes, maxBytes, maxSide }) {
  if (READABLE.includes(file.type) && file.size <= mostBytes) return file;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap) {
    const canvas = canvasOf(bitmap, bitmap.width, bitmap.height, maxSide);
    bitmap.close();
    return new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', 0.92); });
  }
  if (file.size > maxBytes) {
    throw new VisavisError('refused', `The file has ${Math.round(file.size / 1e6)} MB; pictures up to `
      + `${Math.round(maxBytes / 1e6)} MB can be sent. Save it smaller, as JPEG.`);
  }
  return file;
}

/** What an image or video shows, with neither side longer than maxSide. */
export function canvasOf(source, width, height, maxSide) {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  const canvas = Object.assign(document.createElement('canvas'),
    { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext('2d').drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * Gives on what is dropped on the page or pasted into it.
 *
 * @param takerOf told the event; {name, take(file)}, or null if nobody wants it. The body's data-drag holds the name of
 *     whoever would get what is being dragged.
 */
export function takeDropsAndPastes(takerOf) {
  const { dataset } = document.body;
  const taker = (e, data) => data && [...data.types].includes('Files') ? takerOf(e) : null;
  document.addEventListener('dragover', (e) => {
    const to = taker(e, e.dataTransfer);
    if (!to) return;
    e.preventDefault();
    dataset.drag = to.name;
  });
  document.addEventListener('dragleave', (e) => { if (!e.relatedTarget) delete dataset.drag; });
  const take = (e, data) => {
    delete dataset.drag;
    const to = taker(e, data);
    if (!to) return;
    e.preventDefault();
    to.take(data.files[0]);
  };
  document.addEventListener('drop', (e) => take(e, e.dataTransfer));
  document.addEventListener('paste', (e) => take(e, e.clipboardData));
}
