// The browser's own database of drafts: opened here, emptied here. `kept.ts` keeps stories in it; signing out empties it.

const NAME = 'courant-drafts';
export const UPDATES = 'updates';
export const RESCUES = 'rescues';

export interface Row {
  story: string;
  update: Uint8Array;
  /** Typed here and not known to be on the server. */
  ours: boolean;
}

export function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const rows = asked.result.createObjectStore(UPDATES, { autoIncrement: true });
      rows.createIndex('story', 'story');
      asked.result.createObjectStore(RESCUES, { keyPath: 'key' });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error ?? new Error('no store'));
    asked.onblocked = () => reject(new Error('blocked'));
  });
}

export function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
  });
}

export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('refused'));
  });
}

/** Whether this browser holds words that the server may not have. */
export async function anyUnsaved(): Promise<boolean> {
  try {
    const base = await open();
    const rows = await answer(base.transaction(UPDATES).objectStore(UPDATES).getAll() as IDBRequest<Row[]>);
    const rescues = await answer(base.transaction(RESCUES).objectStore(RESCUES).count());
    base.close();
    return rescues > 0 || rows.some((row) => row.ours);
  } catch {
    return false;
  }
}

/** Empties the store: at sign-out nothing of a paper stays on a machine. */
export async function forgetAll(): Promise<void> {
  try {
    const base = await open();
    const transaction = base.transaction([UPDATES, RESCUES], 'readwrite');
    transaction.objectStore(UPDATES).clear();
    transaction.objectStore(RESCUES).clear();
    await done(transaction);
    base.close();
  } catch {
    // A browser without a store has nothing to forget.
  }
}
