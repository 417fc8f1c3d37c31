// One paper on several nodes: a PostgreSQL database, a bucket, and a server each with a data folder of its own.
// Opened by the walks that must hold when a newsroom has outgrown one machine.

import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openBucket } from './bucket.mjs';
import { startServer } from './paper.mjs';

const run = promisify(execFile);

/** Starts `count` nodes on a database; the first one makes the demo paper there. */
export async function openNodes({ database, count = 2 }) {
  const folder = await mkdtemp(path.join(tmpdir(), 'courant-nodes-'));
  const sweep = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', sweep);
  const bucket = await openBucket();
  const env = { ...bucket.env, COURANT_SECRET_FILE: path.join(folder, 'secret.key') };
  const nodes = [];
  const start = async (number, port = 0) => {
    const data = path.join(folder, `node-${number}`);
    await mkdir(data, { recursive: true });
    const word = number === 0 ? 'demo' : 'serve';
    return startServer([word, '--listen', `127.0.0.1:${port}`, '--data', data, '--database', database], { env });
  };
  for (let number = 0; number < count; number += 1) {
    const node = { server: await start(number), number };
    node.url = node.server.url;
    /** Ends the node as a power cut would. */
    node.kill = () => node.server.kill();
    /** Starts it again on its port. */
    node.again = async () => {
      node.server = await start(number, Number(new URL(node.url).port));
    };
    node.idle = () => node.server.idle();
    node.log = () => node.server.log();
    node.printed = () => node.server.printed();
    node.get = (where, headers = {}) => fetch(node.url + where, { headers, redirect: 'manual' });
    nodes.push(node);
  }
  return {
    nodes,
    bucket,
    /** Runs a command on the same paper and gives back its standard output. */
    async command(...words) {
      const place = ['--data', path.join(folder, 'node-0'), '--database', database];
      const { stdout } = await run(process.env.COURANT_TEST_BIN, [...words, ...place], {
        maxBuffer: 1 << 26,
        env: { ...process.env, ...env },
      });
      return stdout;
    },
    async close() {
      for (const node of nodes) await node.server.close();
      await bucket.close();
      process.off('exit', sweep);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
