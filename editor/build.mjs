// Bundles the two scripts of the desk into dist, with the licences of everything that went in.
// Run by `npm run build` and by xtask; the same sources always give the same bytes.

import { readFile, rm, writeFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(here, 'dist');

await rm(dist, { recursive: true, force: true });
const built = await build({
  absWorkingDir: here,
  entryPoints: { editor: 'src/editor.ts', desk: 'src/desk.ts' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  splitting: true,
  chunkNames: 'shared-[hash]',
  logLevel: 'warning',
});

const packages = new Set();
for (const input of Object.keys(built.metafile.inputs)) {
  const found = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
const parts = [];
for (const name of [...packages].sort()) {
  const folder = path.join(here, 'node_modules', name);
  const { version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).sort().find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? (await readFile(path.join(folder, file), 'utf8')).trim() : '';
  parts.push(`${name} ${version} (${license})\n\n${text}\n`);
}
const head = 'editor.js and desk.js contain these packages.\n';
const rule = `\n${'-'.repeat(72)}\n\n`;
const tidy = (text) => text.replace(/\r/g, '').replace(/[ \t]+$/gm, '');
await writeFile(path.join(dist, 'LICENCES.txt'), tidy([head, ...parts].join(rule)));
