// The browser's own copy of a story: every keystroke goes into IndexedDB, so that closing the lid loses nothing.
// The island opens one per story and account.

import * as Y from 'yjs';
import { answer, done, open, RESCUES, UPDATES, type Row } from './store';

/** Rows of one story before they are folded into one. */
const MANY = 400;

export interface Rescue {
  key: string;
  at: number;
  story: string;
  text: string;
  why: string;
}

/** One story's rows. */
export class Kept {
  private rows = 0;
  private closed = false;

  private constructor(
    private readonly base: IDBDatabase,
    private readonly story: string,
  ) {}

  /** Opens the store, or gives null where the browser has none (private windows of some). */
  static async open(account: string, story: string): Promise<Kept | null> {
    try {
      return new Kept(await open(), `${account} ${story}`);
    } catch {
      return null;
    }
  }

  /** Puts what was kept into a document. Says whether there was something, and whether some of it may not be on the server. */
  async load(doc: Y.Doc): Promise<{ any: boolean; ours: boolean }> {
    const transaction = this.base.transaction(UPDATES);
    const rows = await answer(transaction.objectStore(UPDATES).index('story').getAll(this.story) as IDBRequest<Row[]>);
    this.rows = rows.length;
    if (rows.length > 0) Y.applyUpdate(doc, Y.mergeUpdates(rows.map((row) => row.update)), this);
    return { any: rows.length > 0, ours: rows.some((row) => row.ours) };
  }

  /** Keeps one update. `ours` are words of this browser. */
  async add(update: Uint8Array, ours: boolean): Promise<void> {
    if (this.closed) return;
    const transaction = this.base.transaction(UPDATES, 'readwrite');
    transaction.objectStore(UPDATES).add({ story: this.story, update, ours } satisfies Row);
    await done(transaction);
    this.rows += 1;
  }

  /** Folds the rows into one; `saved` says that the server has all of it. */
  async fold(doc: Y.Doc, saved: boolean): Promise<void> {
    if (this.closed || (this.rows < MANY && !saved)) return;
    const transaction = this.base.transaction(UPDATES, 'readwrite');
    const rows = transaction.objectStore(UPDATES);
    const keys = await answer(rows.index('story').getAllKeys(this.story));
    for (const key of keys) rows.delete(key);
    // The document holds every row: each was applied to it before it was kept.
    rows.add({ story: this.story, update: Y.encodeStateAsUpdate(doc), ours: !saved } satisfies Row);
    await done(transaction);
    this.rows = 1;
  }

  /** Whether rows have gathered that are worth folding. */
  get worthFolding(): boolean {
    return this.rows > 40;
  }

  /** Forgets this story. */
  async forget(): Promise<void> {
    const transaction = this.base.transaction(UPDATES, 'readwrite');
    const rows = transaction.objectStore(UPDATES);
    for (const key of await answer(rows.index('story').getAllKeys(this.story))) rows.delete(key);
    await done(transaction);
    this.rows = 0;
  }

  /** Puts words aside that could not be placed. */
  async rescue(text: string, why: string): Promise<void> {
    const transaction = this.base.transaction(RESCUES, 'readwrite');
    const at = Date.now();
    const rescue: Rescue = { key: `${this.story} ${at}`, at, story: this.story, text, why };
    transaction.objectStore(RESCUES).put(rescue);
    await done(transaction);
  }

  async rescues(): Promise<Rescue[]> {
    const all = await answer(this.base.transaction(RESCUES).objectStore(RESCUES).getAll() as IDBRequest<Rescue[]>);
    return all.filter((rescue) => rescue.story === this.story);
  }

  async forgetRescues(): Promise<void> {
    const old = await this.rescues();
    const transaction = this.base.transaction(RESCUES, 'readwrite');
    for (const { key } of old) transaction.objectStore(RESCUES).delete(key);
    await done(transaction);
  }

  close() {
    this.closed = true;
    this.base.close();
  }
}
