// Find and replace within the text: a panel, marks on what was found, and keys for next and back.
// Places are searched anew after a pause; until then they move along with the text.

import type { Node } from 'prosemirror-model';
import { Plugin, PluginKey, TextSelection, type Command, type EditorState } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { after, el } from '../dom';
import { word } from '../words';

export interface Query {
  words: string;
  exact: boolean;
  whole: boolean;
}

interface Found {
  from: number;
  to: number;
}

/** Every place of some words. Exported for its test. */
export function search(doc: Node, query: Query): Found[] {
  if (!query.words) return [];
  const escaped = query.words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/['’]/g, "['’]").replace(/["“”]/g, '["“”]');
  const edge = '[\\p{L}\\p{N}_]';
  const pattern = new RegExp(query.whole ? `(?<!${edge})(?:${escaped})(?!${edge})` : escaped, query.exact ? 'gu' : 'giu');
  const out: Found[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, undefined, '\uFFFC');
    for (const match of text.matchAll(pattern)) {
      if (match[0]) out.push({ from: pos + 1 + match.index, to: pos + 1 + match.index + match[0].length });
    }
    return false;
  });
  return out;
}

const key = new PluginKey<{ query: Query | null; set: DecorationSet }>('find');

function decorated(doc: Node, found: Found[]): DecorationSet {
  // More marks than anybody looks at would cost every keystroke.
  return DecorationSet.create(doc, found.slice(0, 2_000).map(({ from, to }) => Decoration.inline(from, to, { class: 'found-here' })));
}

export class Finder {
  readonly root: HTMLElement;
  private readonly words = el('input', { type: 'search', 'aria-label': word('find-words'), placeholder: word('find-words'), autocomplete: 'off', spellcheck: false });
  private readonly instead = el('input', { type: 'text', 'aria-label': word('find-instead'), placeholder: word('find-instead'), autocomplete: 'off' });
  private readonly exact = el('input', { type: 'checkbox' });
  private readonly whole = el('input', { type: 'checkbox' });
  private readonly said = el('span', { className: 'said', role: 'status' });
  private view: EditorView | null = null;
  readonly plugin: Plugin;

  constructor(readonly editable: boolean) {
    const button = (name: string, act: () => void) => el('button', { type: 'button', textContent: word(name), onclick: act });
    this.root = el(
      'form',
      { className: 'find-panel', role: 'search', 'aria-label': word('find') },
      el('div', { className: 'row' }, this.words, button('find-back', () => this.go(-1)), button('find-next', () => this.go(1)), this.said),
      editable ? el('div', { className: 'row' }, this.instead, button('replace', () => this.replace()), button('replace-all', () => this.replaceAll())) : null,
      el(
        'div',
        { className: 'row' },
        el('label', { className: 'check' }, this.exact, word('find-exact')),
        el('label', { className: 'check' }, this.whole, word('find-whole')),
        button('close', () => this.close()),
      ),
    );
    this.root.hidden = true;
    const anew = after(120, () => this.draw());
    this.words.addEventListener('input', anew);
    this.exact.addEventListener('change', anew);
    this.whole.addEventListener('change', anew);
    this.root.addEventListener('submit', (event) => event.preventDefault());
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
      else if (event.key === 'Enter' && event.target === this.words) this.go(event.shiftKey ? -1 : 1);
      else if (event.key === 'Enter' && event.target === this.instead) this.replace();
      else return;
      event.preventDefault();
    });
    const later = after(250, () => this.draw(false));
    this.plugin = new Plugin<{ query: Query | null; set: DecorationSet }>({
      key,
      state: {
        init: () => ({ query: null, set: DecorationSet.empty }),
        apply: (tr, value) => {
          const given = tr.getMeta(key) as { query: Query | null; found: Found[] } | undefined;
          if (given) return { query: given.query, set: decorated(tr.doc, given.found) };
          if (tr.docChanged && value.query) {
            later();
            return { query: value.query, set: value.set.map(tr.mapping, tr.doc) };
          }
          return value;
        },
      },
      props: { decorations: (state) => key.getState(state)?.set },
      view: (view) => {
        this.view = view;
        return {};
      },
    });
  }

  private get query(): Query {
    return { words: this.words.value, exact: this.exact.checked, whole: this.whole.checked };
  }

  readonly open: Command = (state, dispatch) => {
    if (!dispatch) return true;
    const { from, to, empty, $from } = state.selection;
    if (!empty && $from.sameParent(state.selection.$to)) this.words.value = state.doc.textBetween(from, to);
    this.root.hidden = false;
    this.words.focus();
    this.words.select();
    this.draw();
    return true;
  };

  readonly next: Command = () => (this.go(1), true);
  readonly back: Command = () => (this.go(-1), true);

  private draw(tell = true) {
    const view = this.view;
    if (!view || view.isDestroyed || this.root.hidden) return;
    const query = this.query;
    const found = search(view.state.doc, query);
    view.dispatch(view.state.tr.setMeta(key, { query: query.words ? query : null, found }).setMeta('addToHistory', false));
    if (tell) this.said.textContent = query.words ? word('find-count', { n: found.length }) : '';
  }

  private go(by: 1 | -1) {
    const view = this.view;
    if (!view) return;
    if (this.root.hidden) {
      this.root.hidden = false;
      this.draw();
    }
    const found = search(view.state.doc, this.query);
    const { from, to } = view.state.selection;
    const next = by > 0 ? (found.find((one) => one.from >= to) ?? found[0]) : (found.filter((one) => one.to <= from).pop() ?? found[found.length - 1]);
    if (!next) return void (this.said.textContent = word('find-count', { n: 0 }));
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, next.from, next.to)).scrollIntoView());
    this.said.textContent = word('find-at', { at: found.indexOf(next) + 1, n: found.length });
  }

  private replace() {
    const view = this.view;
    if (!view) return;
    const { from, to } = view.state.selection;
    if (search(view.state.doc, this.query).some((one) => one.from === from && one.to === to)) {
      const text = this.instead.value;
      const tr = text ? view.state.tr.insertText(text, from, to) : view.state.tr.delete(from, to);
      view.dispatch(tr);
    }
    this.go(1);
  }

  private replaceAll() {
    const view = this.view;
    if (!view) return;
    const found = search(view.state.doc, this.query);
    const tr = view.state.tr;
    for (const { from, to } of found.reverse()) {
      if (this.instead.value) tr.insertText(this.instead.value, from, to);
      else tr.delete(from, to);
    }
    if (tr.docChanged) view.dispatch(tr);
    this.said.textContent = word('replaced', { n: found.length });
  }

  close() {
    this.root.hidden = true;
    const view = this.view;
    if (!view || view.isDestroyed) return;
    view.dispatch(view.state.tr.setMeta(key, { query: null, found: [] }).setMeta('addToHistory', false));
    view.focus();
  }
}

/** Whether a search is open; for tests and the page of keys. */
export const searching = (state: EditorState) => Boolean(key.getState(state)?.query);
