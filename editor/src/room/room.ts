// The line to the story's room on the server: the Y document both ways, who is there, what is durably saved.
// The island opens one; it reconnects by itself and says how it stands through its listeners.

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';

/** First number of each message. */
const SYNC = 0;
const AWARENESS = 1;
const SAVED = 3;
const REFUSED = 4;
const NOTICE = 5;

/** Patience in milliseconds: between tries at first and at most, and for a line that says nothing. */
const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 15_000;
const HEARTBEAT = 10_000;
const SILENCE = 35_000;

export type Standing = 'opening' | 'open' | 'closed';
/** Why the room will not open again by itself. */
export type Ending = 'signed-out' | 'not-allowed' | 'no-story' | 'refused' | 'anew';

const ENDINGS: Record<number, Ending> = {
  4401: 'signed-out',
  4403: 'not-allowed',
  4404: 'no-story',
  4409: 'refused',
  4410: 'anew',
};

export interface Heard {
  /** The line went up or down. */
  standing?(standing: Standing): void;
  /** The server's whole state has arrived for the first time on this line. */
  synced?(): void;
  /** Something of ours is on its way, or everything is durably kept. */
  saved?(saved: boolean): void;
  notice?(notice: { kind: string }): void;
  ended?(why: Ending, message: string): void;
}

export class Room {
  readonly awareness: Awareness;
  private socket: WebSocket | null = null;
  private pause = FIRST_PAUSE;
  private again: ReturnType<typeof setTimeout> | undefined;
  private readonly beat: ReturnType<typeof setInterval>;
  private heardAt = 0;
  private refusal = '';
  private over = false;
  private synced = false;
  /** Changes of ours that no `saved` has covered yet. */
  private unsaved = false;
  /** Deletions move no clock, so a state vector says nothing of them: when the last was sent. */
  private deletedAt = 0;
  private question: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly doc: Y.Doc,
    private readonly address: string,
    private readonly heard: Heard,
    private readonly readonly = false,
  ) {
    this.awareness = new Awareness(doc);
    doc.on('update', this.changed);
    this.awareness.on('update', this.moved);
    this.beat = setInterval(() => this.heartbeat(), HEARTBEAT);
    addEventListener('online', this.hurry);
    addEventListener('offline', this.drop);
    addEventListener('pagehide', this.leave);
    document.addEventListener('visibilitychange', this.shown);
    this.connect();
  }

  /** Words that this browser kept from an earlier day may be unknown to the server. */
  expectSave() {
    this.mark(true);
  }

  get isSaved(): boolean {
    return !this.unsaved;
  }

  get isSynced(): boolean {
    return this.synced;
  }

  private connect() {
    if (this.over || this.socket) return;
    clearTimeout(this.again);
    this.heard.standing?.('opening');
    const url = new URL(this.address, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.heardAt = Date.now();
    socket.onopen = () => {
      this.heard.standing?.('open');
      this.askState();
      if (this.awareness.getLocalState()) this.tellWhere([this.doc.clientID]);
    };
    socket.onmessage = (event: MessageEvent<ArrayBuffer>) => {
      this.heardAt = Date.now();
      this.hear(new Uint8Array(event.data));
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.down(event.code, event.reason);
    };
  }

  private hear(bytes: Uint8Array) {
    const input = decoding.createDecoder(bytes);
    switch (decoding.readVarUint(input)) {
      case SYNC: {
        const out = encoding.createEncoder();
        encoding.writeVarUint(out, SYNC);
        const step = sync.readSyncMessage(input, out, this.doc, this);
        if (step === sync.messageYjsSyncStep1) {
          // The answer holds what the server lacks; a reader only listens.
          if (!this.readonly) this.sendBytes(encoding.toUint8Array(out));
        } else if (step === sync.messageYjsSyncStep2) {
          this.pause = FIRST_PAUSE;
          this.synced = true;
          this.heard.synced?.();
        }
        return;
      }
      case AWARENESS:
        applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(input), this);
        return;
      case SAVED:
        this.judge(Y.decodeStateVector(decoding.readVarUint8Array(input)));
        return;
      case REFUSED:
        this.refusal = spoken(decoding.readVarString(input)).message ?? '';
        return;
      case NOTICE:
        this.heard.notice?.({ kind: spoken(decoding.readVarString(input)).kind ?? '' });
        return;
    }
  }

  /** Compares what is durably kept with what is here. */
  private judge(kept: Map<number, number>) {
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(this.doc))) {
      if ((kept.get(client) ?? 0) < clock) return;
    }
    if (!this.unsaved) return;
    const wait = this.deletedAt + DELETION - Date.now();
    if (wait <= 0) this.mark(false);
    else {
      // The line is ordered: once the deletion has had time to be kept and the line still stands, it is kept.
      clearTimeout(this.question);
      const asked = this.deletedAt;
      this.question = setTimeout(() => {
        if (this.socket?.readyState === WebSocket.OPEN && asked === this.deletedAt && this.unsaved) this.mark(false);
      }, wait);
    }
  }

  private mark(unsaved: boolean) {
    this.unsaved = unsaved;
    this.heard.saved?.(!unsaved);
  }

  private readonly changed = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    if (origin === this || !transaction.local) return;
    if (this.readonly) return;
    clearTimeout(this.question);
    if (transaction.deleteSet.clients.size > 0) this.deletedAt = Date.now();
    this.mark(true);
    this.send((out) => {
      encoding.writeVarUint(out, SYNC);
      sync.writeUpdate(out, update);
    });
  };

  private readonly moved = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>, origin: unknown) => {
    if (origin === this) return;
    this.tellWhere([...added, ...updated, ...removed].filter((client) => client === this.doc.clientID));
  };

  private tellWhere(clients: number[]) {
    if (clients.length === 0) return;
    this.send((out) => {
      encoding.writeVarUint(out, AWARENESS);
      encoding.writeVarUint8Array(out, encodeAwarenessUpdate(this.awareness, clients));
    });
  }

  private send(write: (out: encoding.Encoder) => void) {
    const out = encoding.createEncoder();
    write(out);
    this.sendBytes(encoding.toUint8Array(out));
  }

  private sendBytes(bytes: Uint8Array) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(bytes as Uint8Array<ArrayBuffer>);
  }

  /** Sends a sign of life, and gives up a line that has been silent for too long. */
  private heartbeat() {
    if (!this.socket) return;
    if (Date.now() - this.heardAt > SILENCE) {
      this.drop();
      return;
    }
    if (this.awareness.getLocalState()) this.tellWhere([this.doc.clientID]);
    // A question that is always answered: a line on which nothing more comes is told from a quiet one.
    if (Date.now() - this.heardAt > HEARTBEAT / 2) this.askState();
  }

  private askState() {
    this.send((out) => {
      encoding.writeVarUint(out, SYNC);
      sync.writeSyncStep1(out, this.doc);
    });
  }

  private down(code: number, reason: string) {
    this.socket = null;
    this.synced = false;
    clearTimeout(this.question);
    const others = [...this.awareness.getStates().keys()].filter((client) => client !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    this.heard.standing?.('closed');
    const ending = ENDINGS[code];
    if (ending) {
      this.over = ending !== 'signed-out';
      this.heard.ended?.(ending, this.refusal || reason);
      if (this.over) return;
    }
    // Nobody's browsers should come back all at the same moment.
    const wait = this.pause * (0.5 + Math.random());
    this.pause = Math.min(this.pause * 1.7, LONGEST_PAUSE);
    this.again = setTimeout(() => this.connect(), ending ? LONGEST_PAUSE : wait);
  }

  private readonly drop = () => {
    const socket = this.socket;
    if (!socket) return;
    socket.onclose = socket.onmessage = socket.onopen = null;
    socket.close();
    this.down(1006, '');
  };

  private readonly hurry = () => {
    this.pause = FIRST_PAUSE;
    if (!this.socket) this.connect();
  };

  private readonly shown = () => {
    if (!document.hidden && !this.socket) this.hurry();
  };

  private readonly leave = () => {
    removeAwarenessStates(this.awareness, [this.doc.clientID], 'leaving');
  };

  /** Hangs up for good. */
  close() {
    this.over = true;
    clearTimeout(this.again);
    clearTimeout(this.question);
    clearInterval(this.beat);
    removeEventListener('online', this.hurry);
    removeEventListener('offline', this.drop);
    removeEventListener('pagehide', this.leave);
    document.removeEventListener('visibilitychange', this.shown);
    this.doc.off('update', this.changed);
    this.awareness.off('update', this.moved);
    if (this.socket) {
      this.socket.onclose = null;
      this.socket.close();
      this.socket = null;
    }
    this.awareness.destroy();
  }
}

/** How long after a deletion a `saved` may still speak of the state before it, in milliseconds. */
const DELETION = 1_500;

function spoken(json: string): { message?: string; kind?: string } {
  try {
    return JSON.parse(json) as { message?: string; kind?: string };
  } catch {
    return {};
  }
}
