// What MediaPipe's package finds on photos, in headless Chromium:  node reference.mjs OUT_DIR < LIST_OF_PHOTOS
// OUT_DIR/<name>.json: four passes of 478 x, y, z in pixels (null: no face). Photos that have one already are skipped.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

const PASSES = 4;
const here = path.dirname(fileURLToPath(import.meta.url));
const types = {'.js': 'text/javascript', '.html': 'text/html', '.wasm': 'application/wasm', '.jpg': 'image/jpeg',
  '.png': 'image/png'};
const out = process.argv[2];
if (!out) throw new Error('usage: node reference.mjs OUT_DIR < LIST_OF_PHOTOS');
fs.mkdirSync(out, {recursive: true});
const target = photo => path.join(out, path.parse(photo).name + '.json');
const photos = fs.readFileSync(0, 'utf8').split('\n').filter(p => p && !fs.existsSync(target(p)));

function fileFor(url) {
  if (url.startsWith('/package/')) return path.join(here, 'node_modules/@mediapipe/face_mesh', path.basename(url));
  if (url.startsWith('/photo/')) return photos[Number(url.slice('/photo/'.length))];
  return path.join(here, 'reference.html');
}

const server = http.createServer((request, response) => {
  const file = fileFor(decodeURIComponent(request.url));
  fs.readFile(file, (error, bytes) => {
    response.writeHead(error ? 404 : 200, {'content-type': types[path.extname(file)] || 'application/octet-stream'});
    response.end(bytes);
  });
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
    '--disable-background-networking', '--disable-component-update', '--disable-sync']});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(() => window.ready);
  for (let i = 0; i < photos.length; i++) {
    const found = await page.evaluate(([url, n]) => window.landmarks(url, n), [`/photo/${i}`, PASSES]);
    fs.writeFileSync(target(photos[i]), JSON.stringify(found.map(f => f && f.map(v => Math.round(v * 1000) / 1000))));
  }
} finally {
  await browser.close();
  server.close();
}
