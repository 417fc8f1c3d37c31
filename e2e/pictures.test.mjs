// Pictures at the desk: twenty at once with one bad and one broken connection, a focal point by click and by keyboard,
// one replaced, one whose rights end; and nothing of place or camera in the whole media store. Run by `cargo xtask e2e
// pictures`; times and memory are printed. exiftool looks through the store where the machine has it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { look } from './look.mjs';
import { newReader, openBrowser, openPaper, until } from './paper.mjs';

const SECRETS = ['SECRET-MAKER', 'SECRET-SERIAL'];

/** A JPEG with a place, a camera, a caption and a photographer in it. */
function placed(jpeg, caption) {
  const tail = [];
  const start = 8 + 2 + 5 * 12 + 4;
  const text = (value) => {
    const at = start + tail.length;
    tail.push(...Buffer.from(`${value}\0`));
    return [2, value.length + 1, at];
  };
  const rows = [
    [0x010e, ...text(caption)],
    [0x010f, ...text(SECRETS[0])],
    [0x013b, ...text('Oda Lind')],
    [0xa431, ...text(SECRETS[1])],
  ];
  // A GPS directory: reference, and 38 degrees 42 minutes north.
  const gps = start + tail.length;
  const of = Buffer.alloc(2 + 2 * 12 + 4 + 24);
  of.writeUInt16LE(2, 0);
  of.set([1, 0, 2, 0, 2, 0, 0, 0, 0x4e, 0, 0, 0, 2, 0, 5, 0, 3, 0, 0, 0], 2);
  of.writeUInt32LE(gps + 30, 22);
  [38, 1, 42, 1, 0, 1].forEach((value, n) => of.writeUInt32LE(value, 30 + n * 4));
  rows.push([0x8825, 4, 1, gps]);
  const block = Buffer.alloc(start);
  block.write('II*\0', 0, 'latin1');
  block.writeUInt32LE(8, 4);
  block.writeUInt16LE(rows.length, 8);
  rows.forEach(([tag, kind, count, value], n) => {
    block.writeUInt16LE(tag, 10 + n * 12);
    block.writeUInt16LE(kind, 12 + n * 12);
    block.writeUInt32LE(count, 14 + n * 12);
    block.writeUInt32LE(value, 18 + n * 12);
  });
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block, Buffer.from(tail), of]);
  const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** A photograph of sorts: hills, a sun, and grain, so that it weighs what one weighs. */
async function photograph(page, width, height, seed, grain) {
  const base64 = await page.evaluate(
    async ([width, height, seed, grain]) => {
      const canvas = new OffscreenCanvas(width, height);
      const pen = canvas.getContext('2d');
      const sky = pen.createLinearGradient(0, 0, 0, height);
      sky.addColorStop(0, `hsl(${(seed * 37) % 360} 45% 30%)`);
      sky.addColorStop(1, `hsl(${(seed * 37 + 40) % 360} 60% 75%)`);
      pen.fillStyle = sky;
      pen.fillRect(0, 0, width, height);
      pen.fillStyle = '#ffd27a';
      pen.beginPath();
      pen.arc(width * (0.15 + ((seed * 13) % 70) / 100), height * 0.35, height * 0.1, 0, 7);
      pen.fill();
      for (let hill = 0; hill < 5; hill += 1) {
        pen.fillStyle = `hsl(${(seed * 37 + 160) % 360} ${20 + hill * 6}% ${38 - hill * 6}%)`;
        pen.beginPath();
        pen.moveTo(0, height);
        for (let x = 0; x <= width; x += width / 60) pen.lineTo(x, height * (0.5 + hill * 0.09) + Math.sin(x / width * (5 + hill) + seed + hill) * height * 0.06);
        pen.lineTo(width, height);
        pen.fill();
      }
      const tile = new OffscreenCanvas(512, 512);
      const noise = tile.getContext('2d');
      const pixels = noise.createImageData(512, 512);
      let state = seed + 1;
      for (let n = 0; n < pixels.data.length; n += 4) {
        state = (state * 1103515245 + 12345) & 0x7fffffff;
        pixels.data[n] = pixels.data[n + 1] = pixels.data[n + 2] = state >> 16 & 255;
        pixels.data[n + 3] = grain;
      }
      noise.putImageData(pixels, 0, 0);
      pen.fillStyle = pen.createPattern(tile, 'repeat');
      pen.fillRect(0, 0, width, height);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 })).arrayBuffer());
      let text = '';
      for (let n = 0; n < bytes.length; n += 32768) text += String.fromCharCode(...bytes.subarray(n, n + 32768));
      return btoa(text);
    },
    [width, height, seed, grain],
  );
  return Buffer.from(base64, 'base64');
}

/** A PNG of 30,000 × 30,000 pixels of one bit, by its header. */
function bomb() {
  const part = (kind, contents) => {
    const body = Buffer.concat([Buffer.from(kind), contents]);
    let crc = ~0;
    for (const byte of body) {
      crc ^= byte;
      for (let n = 0; n < 8; n += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
    }
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(contents.length);
    sum.writeUInt32BE(~crc >>> 0);
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(30000, 0);
  header.writeUInt32BE(30000, 4);
  header[8] = 1;
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), part('IHDR', header), part('IDAT', Buffer.from([0x78, 0x9c, 3, 0, 0, 0, 0, 1])), part('IEND', Buffer.alloc(0))]);
}

/** The process that serves a folder, and the most memory that it ever had, in MB. */
function peak(folder) {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) continue;
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return Math.round(Number(status.match(/VmHWM:\s+(\d+)/)[1]) / 1024);
    } catch {
      // It has ended meanwhile.
    }
  }
  return null;
}

describe('pictures at the desk', () => {
  let paper, browser, chief, page, ids, lead;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
    ({ chief } = await openDesk(paper, browser));
    page = chief.page;
    page.setDefaultTimeout(60_000);
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  test('twenty at once, one bad, one broken connection', { timeout: 300_000 }, async () => {
    await page.goto(`${paper.url}/desk/pictures`);
    const files = [];
    for (let n = 0; n < 19; n += 1) {
      const bytes = placed(await photograph(page, 2400, 1600, n, n === 4 ? 90 : 20), `Hills number ${n}`);
      files.push({ name: `DSC_${String(n).padStart(4, '0')}.jpg`, mimeType: 'image/jpeg', buffer: bytes });
    }
    assert.ok(files[4].buffer.length > 1.5 * 1024 * 1024, 'the file of the broken line has several parts');
    files.splice(7, 0, { name: 'bad.png', mimeType: 'image/png', buffer: Buffer.from('<!doctype html><title>no picture</title>') });
    // The second part of a large file breaks off, three times; what was sent before stands.
    let broken = 0;
    const places = [];
    await page.route('**/desk/uploads/*', (route) => {
      const request = route.request();
      if (request.method() !== 'PATCH') return route.continue();
      const place = Number(request.headers()['upload-offset']);
      if (place > 0) places.push(place);
      if (place === 0 || broken >= 3) return route.continue();
      broken += 1;
      return route.abort('connectionreset');
    });
    const began = Date.now();
    await page.locator('#files').setInputFiles(files);
    await page.locator('.bring li.broken').first().waitFor();
    assert.match(await page.locator('.bring li.broken .said').first().textContent(), /connection broke/);
    await page.getByText('19 of 20 files are here, 1 were not taken').waitFor({ timeout: 240_000 });
    console.log(`20 files (${Math.round(files.reduce((sum, { buffer }) => sum + buffer.length, 0) / 1e6)} MB) in ${((Date.now() - began) / 1000).toFixed(1)} s, one line broken ${broken} times`);
    await page.unroute('**/desk/uploads/*');
    assert.equal(broken, 3);
    assert.ok(places.every((place) => place % (1024 * 1024) === 0), `it went on where it stopped: ${places}`);
    const bad = page.locator('.bring li.refused');
    assert.equal(await bad.count(), 1);
    assert.match(await bad.textContent(), /bad\.png.*not a picture/);
    chief.complaints.splice(0);
    await look(page, 'after twenty');
    await page.getByRole('link', { name: 'Describe them' }).click();
    await page.getByLabel('Credit for all that have none').waitFor();
    assert.equal(await page.getByLabel('Caption').first().inputValue(), 'Hills number 0');
    assert.equal(await page.getByLabel('Credit', { exact: true }).first().inputValue(), 'Oda Lind');
    await page.getByLabel('Alt text').first().fill('Hills under a low sun');
    await look(page, 'describe');
    ids = new URL(page.url()).searchParams.get('ids').split(',');
    assert.equal(ids.length, 19);
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.locator('#status', { hasText: 'Kept' }).waitFor();
    await page.getByLabel('Find by caption, credit, file or story').fill('dsc 0004');
    await until(async () => (await page.locator('.tile').count()) === 1, { what: 'the one that was typed' });
    assert.deepEqual(chief.complaints, []);
  });

  test('a focal point by click, by arrow keys and by number', async () => {
    await page.goto(`${paper.url}/desk/pictures/${ids[0]}`);
    const image = page.locator('.focal img');
    await image.scrollIntoViewIfNeeded();
    const box = await image.boundingBox();
    await page.mouse.click(box.x + box.width * 0.25, box.y + box.height * 0.75);
    const x = page.getByLabel('From the left, %');
    const y = page.getByLabel('From the top, %');
    assert.ok(Math.abs(Number(await x.inputValue()) - 25) < 1 && Math.abs(Number(await y.inputValue()) - 75) < 1);
    const before = Number(await x.inputValue());
    await page.getByRole('button', { name: /Focal point/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    assert.ok(Math.abs(Number(await x.inputValue()) - before - 1) < 0.2);
    assert.ok(Math.abs(Number(await y.inputValue()) - 65) < 1.2);
    const kept = await x.inputValue();
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.locator('#status', { hasText: 'Kept' }).waitFor();
    assert.equal(await x.inputValue(), kept);
    await look(page, 'sheet');
  });

  test('a picture before readers is replaced and comes back', { timeout: 120_000 }, async () => {
    const front = await (await paper.get('/')).text();
    const found = await page.evaluate(() => fetch('/desk/find/pictures').then((answer) => answer.json()));
    lead = found.find((one) => front.includes(one.src.split('/')[2]));
    assert.ok(lead, 'the front shows a picture of the demo');
    const hash = () => lead.src.split('/')[2];
    await page.goto(`${paper.url}/desk/pictures/${lead.id}`);
    lead.path = await page.locator('.uses a', { hasText: 'See the page' }).first().getAttribute('href');
    assert.ok((await (await paper.get(lead.path)).text()).includes(hash()));
    const other = await photograph(page, 1500, 1000, 77, 20);
    await page.getByLabel('New file').setInputFiles({ name: 'other.jpg', mimeType: 'image/jpeg', buffer: other });
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await page.locator('#status', { hasText: 'Replaced' }).waitFor();
    for (const where of ['/', lead.path, '/feed.xml']) assert.ok(!(await (await paper.get(where)).text()).includes(hash()), where);
    assert.equal((await paper.get(lead.src)).status, 410);
    await look(page, 'replaced');
    await page.getByRole('button', { name: 'Bring this one back' }).click();
    await page.locator('#status', { hasText: 'As it was before' }).waitFor();
    assert.ok((await (await paper.get(lead.path)).text()).includes(hash()));
    assert.equal((await paper.get(lead.src)).status, 200);
  });

  test('rights that have ended take it from page, card, feed and share card', async () => {
    const hash = lead.src.split('/')[2];
    const row = async (where) => (await (await paper.get(where)).text());
    const card = (await row(lead.path)).match(/property="og:image" content="[^"]*(\/media\/[^"]+)"/)[1];
    await page.goto(`${paper.url}/desk/pictures/${lead.id}`);
    await page.getByLabel('May be shown until').fill('2020-12-31');
    await page.getByRole('button', { name: 'Set the rights' }).click();
    await page.getByText('Readers see it nowhere. New rights bring it back.').waitFor();
    await look(page, 'ended');
    for (const where of ['/', lead.path, '/feed.xml', '/feed.json', '/latest']) assert.ok(!(await row(where)).includes(hash), where);
    assert.ok(!(await row(lead.path)).includes('og:image"'), 'no share card');
    for (const where of [lead.src, card]) assert.equal((await paper.get(where)).status, 410, where);
    await page.goto(`${paper.url}/desk/pictures?which=down`);
    assert.equal(await page.locator('.tile.is-down').count(), 1);
    await look(page, 'down');
    await page.locator('.tile .title').click();
    await page.getByLabel('May be shown until').fill('');
    await page.getByRole('button', { name: 'Set the rights' }).click();
    await page.locator('#status', { hasText: 'The rights are set' }).waitFor();
    assert.ok((await row(lead.path)).includes(hash));
    assert.equal((await paper.get(card)).status, 200);
  });

  test('without script one form takes many, and a bad one is refused alone', async () => {
    const plain = await newReader(browser, { script: false });
    plain.page.setDefaultTimeout(60_000);
    await plain.context.addCookies(await chief.context.cookies());
    await plain.page.goto(`${paper.url}/desk/pictures`);
    await plain.page.locator('#files').setInputFiles([
      { name: 'one.jpg', mimeType: 'image/jpeg', buffer: await photograph(page, 800, 600, 101, 10) },
      { name: 'bomb.png', mimeType: 'image/png', buffer: bomb() },
      { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
    ]);
    await plain.page.getByRole('button', { name: 'Add', exact: true }).click();
    await plain.page.getByText('at most 100 megapixels').waitFor();
    await plain.page.getByText('The file is empty').waitFor();
    assert.equal(await plain.page.locator('.describe li').count(), 1);
    await plain.close();
  });

  test('pages of pictures hold up nobody, at both widths, light and dark', { timeout: 120_000 }, async () => {
    const places = { library: '/desk/pictures', none: '/desk/pictures?q=zyxw', sheet: `/desk/pictures/${lead.id}`, describe: `/desk/pictures/describe?ids=${ids.slice(0, 3).join(',')}` };
    for (const [name, where] of Object.entries(places)) {
      for (const width of [390, 1280]) {
        for (const scheme of ['light', 'dark']) {
          const reader = await newReader(browser, { width, scheme });
          await reader.context.addCookies(await chief.context.cookies());
          await reader.page.goto(paper.url + where);
          await reader.page.evaluate(() => document.fonts.ready);
          await look(reader.page, `pictures ${name} ${scheme}`);
          assert.deepEqual(reader.complaints, []);
          await reader.close();
        }
      }
    }
  });

  test('many of 24 megapixels and a bomb at once: the bomb is refused, and others are answered', { timeout: 600_000 }, async () => {
    const resting = peak(paper.folder);
    await page.goto(`${paper.url}/desk/pictures`);
    const one = await photograph(page, 6000, 4000, 200, 12);
    let began = Date.now();
    await page.locator('#files').setInputFiles({ name: 'large.jpg', mimeType: 'image/jpeg', buffer: one });
    await page.getByText('1 of 1 files are here').waitFor({ timeout: 120_000 });
    console.log(`24 megapixels (${(one.length / 1e6).toFixed(1)} MB) in ${((Date.now() - began) / 1000).toFixed(1)} s, with all JPEGs`);
    const many = [{ name: 'bomb.png', mimeType: 'image/png', buffer: bomb() }];
    // The same picture with another caption is another file.
    for (let n = 0; n < Number(process.env.COURANT_TEST_LARGE ?? 6); n += 1) many.push({ name: `large-${n}.jpg`, mimeType: 'image/jpeg', buffer: placed(one, `Large ${n}`) });
    await page.goto(`${paper.url}/desk/pictures`);
    let slowest = 0;
    let asked = 0;
    let over = false;
    const others = (async () => {
      while (!over) {
        const from = Date.now();
        assert.equal((await paper.get(`/?others=${asked}`)).status, 200);
        assert.equal((await paper.get('/search?q=harbour')).status, 200);
        slowest = Math.max(slowest, Date.now() - from);
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    began = Date.now();
    // As from twenty reporters: each file by itself, all at once.
    const context = chief.context.request;
    const told = await Promise.all(
      many.map(async ({ name, buffer }) => {
        const headers = { origin: paper.url, accept: 'application/json' };
        const begun = await context.post(`${paper.url}/desk/uploads`, { headers: { ...headers, 'upload-length': String(buffer.length), 'upload-name': name } });
        const address = paper.url + begun.headers().location;
        for (let place = 0; place < buffer.length; place += 4 << 20) {
          const part = buffer.subarray(place, place + (4 << 20));
          const sent = await context.patch(address, { headers: { ...headers, 'upload-offset': String(place), 'content-type': 'application/offset+octet-stream' }, data: part, timeout: 300_000 });
          assert.equal(sent.status(), 204);
        }
        const done = await context.post(`${address}/finish`, { headers, timeout: 300_000 });
        return [name, done.status()];
      }),
    );
    over = true;
    await others;
    assert.deepEqual(told.filter(([, status]) => status !== 200), [['bomb.png', 422]]);
    const most = peak(paper.folder);
    console.log(`${many.length - 1} of 24 megapixels and a bomb at once in ${((Date.now() - began) / 1000).toFixed(1)} s; ${asked} other answers, the slowest two in ${slowest} ms`);
    console.log(`memory of the whole process at most ${most} MB (${resting} MB before)`);
  });

  test('nothing of place or camera lies in what is sent', { timeout: 900_000 }, async () => {
    const wait = Number(process.env.COURANT_TEST_RENDITIONS ?? 30_000);
    const began = Date.now();
    await page.goto(`${paper.url}/desk/pictures`);
    while (Date.now() - began < wait && (await page.evaluate(() => fetch('/desk/pictures').then((answer) => answer.text()).then((text) => text.includes('being made'))))) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    const store = path.join(paper.folder, 'blobs');
    const files = (await readdir(store, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    const originals = files.filter((file) => file.startsWith(path.join(store, 'originals')));
    const sent = files.filter((file) => !originals.includes(file));
    assert.ok(originals.some((file) => readFileSync(file).includes(SECRETS[0])), 'the originals say where they were taken');
    for (const file of sent) {
      const bytes = readFileSync(file);
      for (const mark of [...SECRETS, 'Exif\0', 'http://ns.adobe.com', '8BIM', 'Oda Lind']) assert.ok(!bytes.includes(mark), `${file}: ${mark}`);
    }
    let tool = 'exiftool is absent';
    try {
      const words = ['-r', '-ext', '*', '-j', '-G', '-EXIF:all', '-GPS:all', '-XMP:all', '-IPTC:all', '-MakerNotes:all', ...['originals', 'uploads'].flatMap((name) => ['-i', path.join(store, name)]), store];
      const read = JSON.parse(execFileSync('exiftool', words, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }).toString());
      const marked = read.filter((one) => Object.keys(one).length > 1);
      assert.deepEqual(marked, []);
      tool = `exiftool read ${read.length} and found nothing`;
    } catch (trouble) {
      if (trouble.code !== 'ENOENT') throw trouble;
    }
    console.log(`${sent.length} files of ${originals.length} originals looked through; ${tool}`);
  });
});
