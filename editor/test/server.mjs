// A small newsroom for the editor's own walks: a page with the desk's content policy, a room that speaks the desk's
// protocol over a document in memory, and the desk's JSON answers. Every walk opens one on a free port.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocketServer } from 'ws';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const desk = path.join(root, 'crates/web/desk/assets');
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };

/** Puts canonical nodes into a Y fragment, as the server seeds a story. */
export function seed(doc, { content = [], texts = {}, meta = {}, byline = [], topics = [] }) {
  const inline = (nodes = []) => {
    const out = [];
    let text = null;
    for (const node of nodes) {
      if (node.type === 'text') {
        if (!text) out.push((text = new Y.XmlText()));
        const attributes = Object.fromEntries((node.marks ?? []).map((mark) => [mark.type, mark.attrs ?? {}]));
        const at = text;
        pending.push(() => at.insert(at.length, node.text, attributes));
      } else {
        text = null;
        out.push(element(node));
      }
    }
    return out;
  };
  const pending = [];
  const element = (node) => {
    const made = new Y.XmlElement(node.type);
    for (const [name, value] of Object.entries(node.attrs ?? {})) made.setAttribute(name, value);
    const children = node.content ?? [];
    const texts = children.some((child) => child.type === 'text');
    made.insert(0, texts ? inline(children) : children.map(element));
    return made;
  };
  doc.transact(() => {
    doc.getXmlFragment('body').insert(0, content.map(element));
    for (const fill of pending) fill();
    for (const [name, text] of Object.entries(texts)) doc.getText(name).insert(0, text);
    for (const [name, value] of Object.entries({ kind: 'news', section: null, picture: null, ...meta })) doc.getMap('meta').set(name, value);
    doc.getArray('byline').push(byline);
    doc.getArray('topics').push(topics);
  });
}

/** One story's room. `keepAfter` is how long after a change it says that it is saved. */
class RoomHere {
  constructor(story, keepAfter) {
    this.keepAfter = keepAfter;
    this.doc = new Y.Doc();
    seed(this.doc, story);
    this.begin();
  }
  begin() {
    this.people = new Map();
    this.awareness = new Awareness(this.doc);
    this.awareness.setLocalState(null);
    // Its clock must not keep a walk from ending.
    this.awareness._checkInterval.unref();
    this.doc.on('update', (update, origin) => {
      this.tell((out) => (encoding.writeVarUint(out, 0), sync.writeUpdate(out, update)), origin);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), this.keepAfter);
    });
    this.awareness.on('update', ({ added, updated, removed }, origin) => {
      const clients = [...added, ...updated, ...removed];
      this.tell((out) => (encoding.writeVarUint(out, 1), encoding.writeVarUint8Array(out, encodeAwarenessUpdate(this.awareness, clients))), origin);
    });
  }
  /** What is durably kept: all that a restart brings back. */
  keep() {
    this.durable = Y.encodeStateAsUpdate(this.doc);
    this.tell((out) => (encoding.writeVarUint(out, 3), encoding.writeVarUint8Array(out, Y.encodeStateVector(this.doc))));
  }
  tell(write, except) {
    const out = encoding.createEncoder();
    write(out);
    for (const socket of this.people.keys()) if (socket !== except && socket.readyState === 1) socket.send(encoding.toUint8Array(out));
  }
  enter(socket, user) {
    this.people.set(socket, new Set());
    const answer = (write) => {
      const out = encoding.createEncoder();
      write(out);
      if (encoding.length(out) > 1) socket.send(encoding.toUint8Array(out));
    };
    socket.on('message', (bytes) => {
      const input = decoding.createDecoder(new Uint8Array(bytes));
      const kind = decoding.readVarUint(input);
      if (kind === 0) answer((out) => (encoding.writeVarUint(out, 0), sync.readSyncMessage(input, out, this.doc, socket)));
      if (kind === 1) {
        const update = decoding.readVarUint8Array(input);
        const known = this.people.get(socket);
        const note = ({ added, updated }) => [...added, ...updated].forEach((client) => known.add(client));
        this.awareness.on('update', note);
        applyAwarenessUpdate(this.awareness, update, socket);
        this.awareness.off('update', note);
      }
    });
    socket.on('close', () => {
      removeAwarenessStates(this.awareness, [...(this.people.get(socket) ?? [])], null);
      this.people.delete(socket);
    });
    answer((out) => (encoding.writeVarUint(out, 0), sync.writeSyncStep1(out, this.doc)));
    answer((out) => (encoding.writeVarUint(out, 3), encoding.writeVarUint8Array(out, Y.encodeStateVector(this.doc))));
    const states = [...this.awareness.getStates().keys()];
    if (states.length) answer((out) => (encoding.writeVarUint(out, 1), encoding.writeVarUint8Array(out, encodeAwarenessUpdate(this.awareness, states))));
    void user;
  }
  refuse(message) {
    this.tell((out) => (encoding.writeVarUint(out, 4), encoding.writeVarString(out, JSON.stringify({ message, path: 'doc' }))));
    for (const socket of this.people.keys()) socket.close(4409);
  }
}

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** Opens the newsroom. `answers` maps `METHOD /path` to a function that gives JSON. */
export async function openNewsroom({ story = {}, answers = {}, keepAfter = 60, refused } = {}) {
  const room = new RoomHere(story, keepAfter);
  const said = [];
  let server;
  let sockets;
  const page = await readFile(path.join(here, 'page.html'), 'utf8');

  const handle = async (request, response) => {
    const url = new URL(request.url, 'http://desk');
    const headers = { 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
    const send = (status, type, body) => (response.writeHead(status, { ...headers, 'content-type': type }), response.end(body));
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    if (request.method === 'POST') said.push({ path: url.pathname, headers: request.headers, body: body.toString('utf8') });
    const answer = answers[`${request.method} ${url.pathname}`];
    if (answer) {
      const given = await answer({ url, body: body.toString('utf8'), room });
      if (given?.status) {
        Object.assign(headers, given.headers);
        return send(given.status, 'application/json', given.status === 204 ? '' : JSON.stringify(given.body ?? {}));
      }
      return send(200, 'application/json', JSON.stringify(given));
    }
    if (url.pathname === '/desk/stories/one') {
      const name = url.searchParams.get('as') ?? 'Ana';
      const filled = page
        .replaceAll('{name}', escape(name))
        .replaceAll('{readonly}', url.searchParams.has('readonly') ? 'true' : 'false')
        .replaceAll('{dir}', url.searchParams.get('dir') ?? 'ltr')
        .replaceAll('{lang}', url.searchParams.get('lang') ?? 'en');
      return send(200, 'text/html; charset=utf-8', filled);
    }
    try {
      if (url.pathname === '/assets/desk.css') {
        const sheets = ['1-base.css', '2-frame.css', '4-story.css', 'editor.css'];
        const css = await Promise.all(sheets.map((name) => readFile(path.join(desk, 'css', name), 'utf8').catch(() => '')));

        return send(200, 'text/css', css.join('\n'));
      }
      const file = url.pathname.match(/^\/assets\/(editor|fonts)\/([\w-]+\.\w+)$/);
      if (file) {
        const from = file[1] === 'editor' ? path.join(root, 'editor/dist') : path.join(root, 'themes/broadsheet/assets/fonts');
        return send(200, TYPES[path.extname(file[2])] ?? 'text/plain', await readFile(path.join(from, file[2])));
      }
    } catch {
      // Falls through to the answer for what is not there.
    }
    return send(404, 'text/plain', 'not here');
  };

  const listen = (port) =>
    new Promise((resolve) => {
      server = createServer((request, response) => void handle(request, response));
      sockets = new WebSocketServer({ noServer: true });
      server.on('upgrade', (request, socket, head) => {
        sockets.handleUpgrade(request, socket, head, (line) => (refused?.() ? line.close(refused()) : room.enter(line)));
      });
      // A walk that fails before it closes its newsroom still ends.
      server.unref();
      server.listen(port, '127.0.0.1', () => resolve(server.address().port));
    });
  const stop = () => {
    for (const line of sockets.clients) line.terminate();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  const port = await listen(0);

  return {
    url: `http://127.0.0.1:${port}`,
    room,
    said,
    /** Dies as by kill -9: only what was kept comes back. */
    async kill() {
      clearTimeout(room.timer);
      await stop();
      const durable = room.durable ?? Y.encodeStateAsUpdate(room.doc);
      room.awareness.destroy();
      room.doc = new Y.Doc();
      Y.applyUpdate(room.doc, durable);
      room.begin();
    },
    back: () => listen(port),
    close() {
      clearTimeout(room.timer);
      room.awareness.destroy();
      return stop();
    },
  };
}
