// Blocks that come from elsewhere in the paper: "read more" of another story, shared background, a card of another site.
// The slash menu, the toolbar and their keys open these pickers.

import { Fragment, Slice, type Node } from 'prosemirror-model';
import type { Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { get, post } from '../desk/ask';
import { el } from '../dom';
import { freshId } from '../schema/ids';
import { node, schema } from '../schema/schema';
import { insertBlock } from '../text/commands';
import { word } from '../words';
import { ask, labelled } from './dialog';
import { allowed } from './links';
import { picker } from './picker';

interface FoundStory {
  id: string;
  headline: string;
  stateWord?: string;
  state: string;
  section: string;
  path: string | null;
}

export const readMore: Command = (_state, dispatch, view) => {
  if (!view || !dispatch) return Boolean(view);
  const box = picker<FoundStory>({
    label: word('read-more-find'),
    find: (q, signal) => get('/desk/find/stories', { q }, signal),
    show: (story) => ({ label: story.headline, note: [story.section, story.stateWord ?? story.state].filter(Boolean).join(' · ') }),
    pick(story) {
      dialog.close();
      insertBlock(node('readMore').create({ title: story.headline, story: story.id, url: story.path }))(view.state, view.dispatch);
    },
  });
  const dialog = ask(view, word('read-more-title'), [box.root], null, () => undefined);
  return true;
};

/** Cards that the tab Related asks for stand where the cursor is. */
export function cardsFor(host: HTMLElement, view: EditorView): () => void {
  const set = (event: Event) => {
    const { story, title, path } = (event as CustomEvent<{ story: string; title: string; path: string }>).detail;
    insertBlock(node('readMore').create({ title, story, url: path }))(view.state, view.dispatch);
    view.focus();
  };
  host.addEventListener('courant:read-more', set);
  return () => host.removeEventListener('courant:read-more', set);
}

interface Background {
  id: string;
  name: string;
  document: { content?: unknown[] };
}

export const background: Command = (_state, dispatch, view) => {
  if (!view || !dispatch) return Boolean(view);
  const box = picker<Background>({
    label: word('background-find'),
    find: (q, signal) => get('/desk/background', { q }, signal),
    show: ({ name }) => ({ label: name }),
    pick(found) {
      dialog.close();
      insertDocument(view, found.document);
    },
  });
  const dialog = ask(view, word('background-title'), [box.root], null, () => undefined);
  return true;
};

/** Blocks of a canonical document as nodes with ids of their own; what does not fit the schema is left out. */
export function blocksOf(document: { content?: unknown[] }): Node[] {
  const out: Node[] = [];
  for (const json of document.content ?? []) {
    try {
      const block = schema.nodeFromJSON(json);
      block.check();
      out.push(renewed(block));
    } catch {
      // The server answers in the schema; a node of a newer one is not guessed at.
    }
  }
  return out;
}

/** The same block with new ids throughout. */
export function renewed(block: Node): Node {
  if (block.isInline) return block;
  const children: Node[] = [];
  block.forEach((child) => void children.push(renewed(child)));
  const attrs = 'id' in block.attrs ? { ...block.attrs, id: freshId() } : block.attrs;
  return block.type.create(attrs, block.isLeaf ? null : Fragment.from(children));
}

export function insertDocument(view: EditorView, document: { content?: unknown[] }): number {
  const blocks = blocksOf(document);
  if (blocks.length === 0) return 0;
  const first = blocks[0];
  const last = blocks[blocks.length - 1];
  // A first and last paragraph join the words around them, as a paste should.
  const open = (one: Node | undefined) => (one?.type.name === 'paragraph' ? 1 : 0);
  const slice = new Slice(Fragment.from(blocks), open(first), open(last));
  view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'));
  return blocks.length;
}

/** Asks the server what a bare address is: a card of a site that is on the list, or null. */
export async function cardOf(address: string): Promise<Node | null> {
  const quoted = address.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const found = await post<{ content?: unknown[] }>('/desk/paste', `<iframe src="${quoted}"></iframe>`, 'text/html; charset=utf-8');
  return blocksOf(found).find((block) => block.type.name === 'embed') ?? null;
}

export const embed: Command = (_state, dispatch, view) => {
  if (!view || !dispatch) return Boolean(view);
  const input = el('input', { type: 'text', inputMode: 'url', autocomplete: 'off', spellcheck: false });
  ask(view, word('embed-title'), [labelled(word('embed-url'), input, word('embed-help'))], word('embed-set'), () => {
    const address = allowed(input.value);
    if (!address?.startsWith('http')) return word('link-wrong');
    void cardOf(address).then(
      (card) => (card ? insertBlock(card)(view.state, view.dispatch) : view.dom.dispatchEvent(new CustomEvent('courant:say', { detail: word('embed-unknown'), bubbles: true }))),
      (trouble: Error) => view.dom.dispatchEvent(new CustomEvent('courant:say', { detail: trouble.message, bubbles: true })),
    );
    return undefined;
  });
  return true;
};

/** Sound, film or a file by its address. */
export const media =
  (kind: 'audio' | 'video' | 'file'): Command =>
  (_state, dispatch, view) => {
    if (!view || !dispatch) return Boolean(view);
    const url = el('input', { type: 'text', inputMode: 'url', autocomplete: 'off', spellcheck: false });
    const title = el('input', { type: 'text' });
    ask(view, word(`media-${kind}`), [labelled(word('media-url'), url), labelled(word('media-title'), title)], word('insert'), () => {
      const address = allowed(url.value);
      if (!address || !/^(https?:|\/)/.test(address)) return word('link-wrong');
      insertBlock(node(kind).create({ url: address, title: title.value.trim() || null }))(view.state, view.dispatch);
      return undefined;
    });
    return true;
  };
