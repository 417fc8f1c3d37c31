// Pictures that somebody drags, pastes or picks: on their way with a sign in their place, then a block that asks for its
// alt text. A failed one keeps its file and offers to try again. Toolbar, paste and drop come here.

import { Plugin, PluginKey, type Command, type EditorState } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { get } from '../desk/ask';
import { Upload } from '../desk/resumable';
import { el } from '../dom';
import { node } from '../schema/schema';
import { word } from '../words';
import { ask } from './dialog';
import { picker } from './picker';

export interface FoundPicture {
  id: string;
  alt: string;
  caption: string;
  credit: string;
  src: string;
  width: number;
  height: number;
}

/** Addresses of pictures by id, as far as this browser has met them. */
const sources = new Map<string, string>();

export function remember(picture: { id: string; src: string }) {
  sources.set(picture.id, picture.src);
}

/** Where a picture of the paper can be seen; asked of the desk once. */
export async function sourceOf(id: string): Promise<string | null> {
  const known = sources.get(id);
  if (known) return known;
  try {
    for (const picture of await get<FoundPicture[]>('/desk/find/pictures', { id })) remember(picture);
  } catch {
    // Without an answer the caption stands alone.
  }
  return sources.get(id) ?? null;
}

const key = new PluginKey<DecorationSet>('uploads');
interface Change {
  add?: { id: object; pos: number; card: HTMLElement };
  remove?: object;
}

/** Holds the places of pictures on their way. */
export function uploads(): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, set) {
        let next = set.map(tr.mapping, tr.doc);
        const change = tr.getMeta(key) as Change | undefined;
        if (change?.add) {
          const { id, pos, card } = change.add;
          next = next.add(tr.doc, [Decoration.widget(pos, card, { id, side: -1, stopEvent: () => true, ignoreSelection: true })]);
        }
        if (change?.remove) next = next.remove(next.find(undefined, undefined, (spec) => (spec as { id: object }).id === change.remove));
        return next;
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

function placeOf(state: EditorState, id: object): number | null {
  return key.getState(state)?.find(undefined, undefined, (spec) => (spec as { id: object }).id === id)[0]?.from ?? null;
}

/** The nearest gap between outermost blocks. */
function gap(state: EditorState, pos: number): number {
  const $pos = state.doc.resolve(Math.min(pos, state.doc.content.size));
  if ($pos.depth === 0) return pos;
  const middle = $pos.before(1) + $pos.node(1).nodeSize / 2;
  return pos < middle ? $pos.before(1) : $pos.after(1);
}

export function upload(view: EditorView, files: File[], at: number) {
  let pos = gap(view.state, at);
  for (const file of files) {
    one(view, file, pos);
    pos = Math.min(pos, view.state.doc.content.size);
  }
}

function one(view: EditorView, file: File, pos: number) {
  const id = {};
  const bar = el('progress', { max: 1, value: 0, 'aria-label': word('upload-going', { name: file.name }) });
  const said = el('span', { role: 'status', textContent: word('upload-going', { name: file.name || word('picture') }) });
  const again = el('button', { type: 'button', textContent: word('upload-again') });
  const away = el('button', { type: 'button', className: 'plain', textContent: word('upload-away') });
  const card = el('div', { className: 'upload', contentEditable: 'false' }, said, bar, again, away);
  const going = () => word('upload-going', { name: file.name || word('picture') });
  const way = new Upload(file, {
    sent: (share) => (bar.value = share),
    line: (broken) => (said.textContent = broken ? word('upload-waiting') : going()),
  });
  const remove = () => view.dispatch(view.state.tr.setMeta(key, { remove: id } satisfies Change));
  away.onclick = () => {
    way.forget();
    remove();
  };
  const go = async () => {
    again.hidden = away.hidden = true;
    bar.hidden = false;
    card.classList.remove('failed');
    said.textContent = going();
    try {
      // A twin of a picture that the library has is that picture.
      const { picture } = await way.send();
      remember(picture);
      const where = placeOf(view.state, id);
      const tr = view.state.tr.setMeta(key, { remove: id } satisfies Change);
      const caption = picture.caption ? view.state.schema.text(picture.caption) : null;
      // Where the place was deleted meanwhile, the picture is in the store and was not wanted here.
      if (where !== null) {
        tr.insert(where, node('picture').create({ picture: picture.id, alt: picture.alt || null, credit: picture.credit || null }, caption));
      }
      view.dispatch(tr);
      if (where !== null) (view.nodeDOM(where) as HTMLElement | null)?.querySelector<HTMLElement>('input')?.focus();
    } catch (trouble) {
      said.textContent = word('upload-failed', { name: file.name || word('picture'), message: (trouble as Error).message || word('upload-line') });
      card.classList.add('failed');
      bar.hidden = true;
      again.hidden = away.hidden = false;
    }
  };
  again.onclick = () => void go();
  view.dispatch(view.state.tr.setMeta(key, { add: { id, pos, card } } satisfies Change));
  void go();
}

export function insertPicture(view: EditorView, picture: FoundPicture) {
  remember(picture);
  const caption = picture.caption ? view.state.schema.text(picture.caption) : null;
  const block = node('picture').create({ picture: picture.id, alt: picture.alt || null, credit: picture.credit || null }, caption);
  const at = gap(view.state, view.state.selection.from);
  view.dispatch(view.state.tr.insert(at, block).scrollIntoView());
}

/** The dialog: find one of the paper's pictures, or take files from this machine. */
export const pictureDialog: Command = (_state, dispatch, view) => {
  if (!view || !dispatch) return Boolean(view);
  const files = el('input', { type: 'file', accept: 'image/*', multiple: true, 'aria-label': word('picture-files') });
  const box = picker<FoundPicture>({
    label: word('picture-find'),
    find: (q, signal) => get('/desk/find/pictures', { q }, signal),
    show: (picture) => ({ label: picture.alt || picture.caption || picture.id, note: picture.credit, src: picture.src }),
    pick(picture) {
      dialog.close();
      insertPicture(view, picture);
    },
  });
  files.onchange = () => {
    const chosen = [...(files.files ?? [])];
    dialog.close();
    if (chosen.length > 0) upload(view, chosen, view.state.selection.from);
  };
  const dialog = ask(view, word('picture-title'), [box.root, el('p', {}, files)], null, () => undefined);
  return true;
};

/** Puts the picture at the cursor and its neighbours into one gallery. */
export const gallery: Command = (state, dispatch) => {
  const { $from } = state.selection;
  const index = $from.index(0);
  const here = state.doc.maybeChild(index);
  if (here?.type.name !== 'picture') return false;
  let first = index;
  let last = index;
  while (state.doc.maybeChild(first - 1)?.type.name === 'picture') first -= 1;
  while (state.doc.maybeChild(last + 1)?.type.name === 'picture') last += 1;
  if (dispatch) {
    let from = 0;
    for (let at = 0; at < first; at += 1) from += state.doc.child(at).nodeSize;
    let to = from;
    const pictures = [];
    for (let at = first; at <= last; at += 1) {
      const child = state.doc.child(at);
      to += child.nodeSize;
      const { picture, source, alt, credit } = child.attrs;
      pictures.push(node('galleryPicture').create({ picture, source, alt, credit }, child.content));
    }
    dispatch(state.tr.replaceWith(from, to, node('gallery').create(null, pictures)).scrollIntoView());
  }
  return true;
};
