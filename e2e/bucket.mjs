// A bucket in memory that speaks as much of S3 as blobs need: put, get, head, parts of a blob. For walks with several nodes.
// Opened by `nodes.mjs`; it listens on 127.0.0.1 alone and forgets everything when it is closed.

import { createServer } from 'node:http';

/** Starts the bucket and gives back its address, its blobs, and the settings that lead a node to it. */
export async function openBucket() {
  const blobs = new Map();
  const server = createServer((request, response) => {
    const key = new URL(request.url, 'http://bucket').pathname;
    if (request.method === 'PUT') {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        if (request.headers['if-none-match'] === '*' && blobs.has(key)) {
          response.writeHead(412).end();
          return;
        }
        blobs.set(key, Buffer.concat(parts));
        response.writeHead(200, { ETag: '"kept"' }).end();
      });
      return;
    }
    const blob = blobs.get(key);
    if (!blob) {
      response.writeHead(404, { 'Content-Type': 'application/xml' }).end('<Error><Code>NoSuchKey</Code></Error>');
      return;
    }
    const common = { ETag: '"kept"', 'Last-Modified': 'Mon, 23 Nov 2026 12:00:00 GMT' };
    const range = request.headers.range?.match(/^bytes=(\d+)-(\d*)$/);
    if (range) {
      const from = Number(range[1]);
      const to = range[2] ? Math.min(Number(range[2]), blob.length - 1) : blob.length - 1;
      const part = blob.subarray(from, to + 1);
      const place = `bytes ${from}-${to}/${blob.length}`;
      response.writeHead(206, { ...common, 'Content-Range': place, 'Content-Length': part.length }).end(part);
      return;
    }
    response.writeHead(200, { ...common, 'Content-Length': blob.length });
    response.end(request.method === 'HEAD' ? undefined : blob);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  return {
    blobs,
    env: {
      COURANT_BLOBS_BUCKET: 'walk',
      COURANT_BLOBS_ENDPOINT: endpoint,
      COURANT_BLOBS_REGION: 'here',
      COURANT_BLOBS_ACCESS_KEY: 'walk',
      COURANT_BLOBS_SECRET_KEY: 'walk',
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
