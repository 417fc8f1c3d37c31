// Every block that can be put in, as one list: the `/` menu in the text and the toolbar's "Insert" show it.

import { Plugin, PluginKey, type Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { el } from '../dom';
import { gallery, pictureDialog } from '../insert/pictures';
import { background, embed, media, readMore } from '../insert/stories';
import { word } from '../words';
import * as act from './commands';
import * as table from './table';

export interface Item {
  name: string;
  command: Command;
}

export const items: Item[] = [
  { name: 'paragraph', command: act.paragraph },
  { name: 'heading-2', command: act.heading(2) },
  { name: 'heading-3', command: act.heading(3) },
  { name: 'heading-4', command: act.heading(4) },
  { name: 'quote', command: act.quote },
  { name: 'attribution', command: act.attribution },
  { name: 'pull-quote', command: act.pullQuote },
  { name: 'bullets', command: act.bullets },
  { name: 'numbers', command: act.numbers },
  { name: 'picture', command: pictureDialog },
  { name: 'gallery', command: gallery },
  { name: 'read-more', command: readMore },
  { name: 'background', command: background },
  { name: 'embed', command: embed },
  { name: 'table', command: table.insertTable },
  { name: 'table-row', command: table.rowBelow },
  { name: 'table-row-away', command: table.rowAway },
  { name: 'table-column', command: table.columnAfter },
  { name: 'table-column-away', command: table.columnAway },
  { name: 'table-header', command: table.headerRow },
  { name: 'table-caption', command: table.captionTable },
  { name: 'details', command: act.details },
  { name: 'verse', command: act.verse },
  { name: 'code-block', command: act.codeBlock },
  { name: 'audio', command: media('audio') },
  { name: 'video', command: media('video') },
  { name: 'file', command: media('file') },
  { name: 'rule', command: act.rule },
];

/** What can be done here, by the words that were typed. */
export function fitting(view: EditorView, typed: string): Item[] {
  const words = typed.toLowerCase();
  return items.filter(({ name, command }) => word(`do-${name}`).toLowerCase().split(/\s+/).concat(word(`do-${name}`).toLowerCase()).some((one) => one.startsWith(words)) && command(view.state, undefined, view));
}

const key = new PluginKey<{ from: number } | null>('slash');

/** The menu that a `/` at the beginning of a paragraph or after a blank opens. */
export function slashMenu(): Plugin {
  const list = el('ul', { className: 'slash-menu', role: 'listbox', id: 'slash-menu', 'aria-label': word('insert') });
  list.hidden = true;
  let at = 0;
  let shown: Item[] = [];
  let typed = '';

  const shut = (view: EditorView) => {
    if (key.getState(view.state)) view.dispatch(view.state.tr.setMeta(key, { shut: true }));
  };
  const take = (view: EditorView, item: Item) => {
    const open = key.getState(view.state);
    if (!open) return;
    view.dispatch(view.state.tr.delete(open.from, view.state.selection.from).setMeta(key, { shut: true }));
    item.command(view.state, view.dispatch, view);
    if (!document.querySelector('dialog[open]')) view.focus();
  };
  const draw = (view: EditorView) => {
    const open = key.getState(view.state);
    const { from } = view.state.selection;
    if (!open || from < open.from) {
      list.hidden = true;
      view.dom.removeAttribute('aria-activedescendant');
      view.dom.removeAttribute('aria-controls');
      return;
    }
    const words = view.state.doc.textBetween(open.from + 1, from);
    if (words !== typed) at = 0;
    typed = words;
    shown = fitting(view, words);
    list.replaceChildren(
      ...shown.map((item, index) => {
        const row = el('li', { role: 'option', id: `slash-${index}`, 'aria-selected': String(index === at), textContent: word(`do-${item.name}`) });
        row.onmousedown = (event) => (event.preventDefault(), take(view, item));
        return row;
      }),
    );
    list.hidden = shown.length === 0;
    if (list.hidden) return;
    view.dom.setAttribute('aria-controls', 'slash-menu');
    view.dom.setAttribute('aria-activedescendant', `slash-${at}`);
    const place = view.coordsAtPos(from);
    const around = (list.offsetParent ?? document.body).getBoundingClientRect();
    const below = place.bottom + list.offsetHeight + 8 < innerHeight;
    list.style.top = `${(below ? place.bottom + 4 : place.top - list.offsetHeight - 4) - around.top}px`;
    list.style.left = `${Math.max(0, Math.min(place.left - around.left, around.width - list.offsetWidth))}px`;
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  };

  return new Plugin<{ from: number } | null>({
    key,
    state: {
      init: () => null,
      apply(tr, open, _before, state) {
        const given = tr.getMeta(key) as { from?: number; shut?: boolean } | undefined;
        if (given?.shut) return null;
        if (given?.from !== undefined) return { from: given.from };
        if (!open) return null;
        const from = tr.mapping.map(open.from, -1);
        const { $from, empty } = state.selection;
        const inside = empty && $from.pos > from && $from.start() <= from && state.doc.textBetween(from, from + 1) === '/';
        return inside && $from.pos - from < 24 ? { from } : null;
      },
    },
    props: {
      handleTextInput(view, from, to, text) {
        if (text !== '/') return false;
        const { $from } = view.state.selection;
        const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\uFFFC');
        if ($from.parent.type.spec.code || (before && !/\s$/.test(before))) return false;
        view.dispatch(view.state.tr.insertText('/', from, to).setMeta(key, { from }));
        return true;
      },
      handleKeyDown(view, event) {
        if (!key.getState(view.state) || list.hidden) return false;
        const item = shown[at];
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          at = (at + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % shown.length;
          draw(view);
        } else if ((event.key === 'Enter' || event.key === 'Tab') && item) take(view, item);
        else if (event.key === 'Escape') shut(view);
        else return false;
        return true;
      },
      handleDOMEvents: { blur: (view) => (shut(view), false) },
    },
    view(view) {
      view.dom.parentElement?.append(list);
      return { update: draw, destroy: () => list.remove() };
    },
  });
}
