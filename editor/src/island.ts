// One story in one browser: opens the browser's own store and the room, mounts text and fields when there is something
// to show, and starts over with the last good state when the server refuses ours. Called by `editor.ts`.

import * as Y from 'yjs';
import type { EditorView } from 'prosemirror-view';
import { bindFields } from './fields/fields';
import { Kept } from './room/kept';
import { Room, type Ending } from './room/room';
import { showRescue, words } from './room/rescue';
import { Status } from './room/status';
import { el } from './dom';
import { mountText } from './text/view';
import { word } from './words';

/** What every part of the editor may ask for. */
export interface Island {
  host: HTMLElement;
  story: string;
  account: string;
  name: string;
  readonly: boolean;
  doc: Y.Doc;
  room: Room;
  status: Status;
  view: EditorView;
}

/** Where the parts stand in the page. They are made once and survive a new start. */
export interface Places {
  bar: HTMLElement;
  text: HTMLElement;
  foot: HTMLElement;
  rail: HTMLElement;
}

function places(host: HTMLElement, status: Status): Places {
  const bar = el('div', { className: 'editor-bar' });
  const text = el('div', { className: 'editor-text' });
  const foot = el('div', { className: 'editor-foot' }, status.line);
  const rail = document.getElementById('editor-rail') ?? el('div', { className: 'editor-rail' });
  host.replaceChildren(bar, text, foot);
  if (!rail.isConnected) host.append(rail);
  return { bar, text, foot, rail };
}

export async function begin(host: HTMLElement) {
  const status = new Status(host);
  const where = places(host, status);
  await start(host, status, where);
}

async function start(host: HTMLElement, status: Status, where: Places, lost?: { text: string; why: string }) {
  const { story = '', account = '', name = '', room: address = '' } = host.dataset;
  const readonly = host.dataset.readonly === 'true' || host.dataset.readonly === '';
  const doc = new Y.Doc();
  const kept = readonly ? null : await Kept.open(account, story);
  status.hasStore = readonly || kept !== null;
  status.stay(readonly ? word('read-only') : '');
  const had = kept ? await kept.load(doc) : { any: false, ours: false };

  let release: (() => void) | null = null;
  const mount = () => {
    if (release) return;
    const island: Omit<Island, 'view'> = { host, story, account, name, readonly, doc, room, status };
    const text = mountText(island, where);
    const fields = bindFields({ ...island, view: text.view });
    host.dataset.ready = 'yes';
    release = () => {
      delete host.dataset.ready;
      fields();
      text.release();
    };
  };

  const end = async (why: Ending, message: string) => {
    if (why === 'signed-out') return status.stay(word('signed-out'));
    if (why === 'not-allowed') return status.stay(word('not-allowed'));
    if (why === 'no-story') return status.stay(word('no-story'));
    // The server has a state without ours: ours is put aside first, then everything begins anew.
    const text = words(doc);
    const unsaved = why === 'refused' || !room.isSaved;
    if (unsaved && text) await kept?.rescue(text, message);
    await kept?.forget();
    release?.();
    room.close();
    kept?.close();
    doc.destroy();
    await start(host, status, where, unsaved ? { text, why: message } : undefined);
  };

  const room = new Room(
    doc,
    address,
    {
      standing: (standing) => {
        status.standing = standing === 'open';
        host.dataset.line = standing;
      },
      synced() {
        if (!readonly) status.stay('');
        mount();
        if (lost) {
          offer(lost.text, lost.why, doc, kept);
          lost = undefined;
        }
      },
      saved(saved) {
        status.isSaved = saved;
        if (saved && kept?.worthFolding) void kept.fold(doc, true);
      },
      notice: (notice) => host.dispatchEvent(new CustomEvent('courant:notice', { detail: notice, bubbles: true })),
      ended: (why, message) => void end(why, message),
    },
    readonly,
  );
  room.awareness.setLocalState(readonly ? null : { user: { account, name }, cursor: null });
  if (kept) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === kept) return;
      void kept.add(update, origin !== room).catch(() => (status.hasStore = false));
    });
    if (!lost) for (const old of await kept.rescues()) showRescue(old.text, old.why, kept);
  }
  if (had.ours) room.expectSave();
  if (had.any) mount();
}

/** Shows those lines of the lost text that the last good state does not have. */
function offer(text: string, why: string, doc: Y.Doc, kept: Kept | null) {
  const good = new Set(words(doc).split('\n'));
  const missing = text.split('\n').filter((line) => line && !good.has(line));
  if (missing.length > 0) showRescue(missing.join('\n\n'), why, kept);
  else void kept?.forgetRescues();
}
