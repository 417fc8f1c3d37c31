// The list of open suggestions: who, when, what, with accept and refuse, linked both ways with the text.
// It stands at the head of the rail where the page has one, whatever tab is open, else below the text.

import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { get } from '../desk/ask';
import { el } from '../dom';
import { ago } from '../room/status';
import { word } from '../words';
import { openSuggestions, settle } from './suggest';

const names = new Map<string, string>();
let asked = false;

async function learnNames(again: () => void) {
  if (asked) return;
  asked = true;
  try {
    for (const { account, name } of await get<{ account: string; name: string }[]>('/desk/find/accounts', { q: '' })) names.set(account, name);
    again();
  } catch {
    // The account stands for the name.
  }
}

export function knowName(account: string, name: string) {
  if (account && name) names.set(account, name);
}

export class SuggestionList {
  readonly root = el('section', { className: 'suggestions', 'aria-label': word('suggestions') });
  private shown = '';

  constructor(
    private readonly view: EditorView,
    private readonly editable: boolean,
    /** The account whose suggestions alone may be settled here; all of them when it is null. */
    private readonly whose: string | null = null,
  ) {
    this.draw();
  }

  /** Draws anew when something of it changed. Called after a pause in typing. */
  draw(): number {
    const open = openSuggestions(this.view.state.doc);
    const told = JSON.stringify(open.map(({ id, added, removed }) => [id, added, removed])) + names.size;
    if (told === this.shown) return open.length;
    this.shown = told;
    this.root.hidden = open.length === 0;
    if (open.some(({ by }) => !names.has(by))) void learnNames(() => this.draw());
    const all = (accept: boolean) =>
      el('button', { type: 'button', textContent: word(accept ? 'accept-all' : 'refuse-all'), onclick: () => this.settle(accept, null) });
    this.root.replaceChildren(
      el('h2', { textContent: word('suggestions-open', { n: open.length }) }),
      this.editable && this.whose === null ? el('div', { className: 'row' }, all(true), all(false)) : '',
      el(
        'ol',
        {},
        ...open.map((one) => {
          const who = names.get(one.by) ?? one.by;
          const when = one.at ? ago(Date.now() - Date.parse(one.at)) : '';
          const words = el(
            'button',
            { type: 'button', className: 'plain what', onclick: () => this.go(one.id) },
            one.removed ? el('del', { textContent: short(one.removed) }) : null,
            one.removed && one.added ? ' ' : null,
            one.added ? el('ins', { textContent: short(one.added) }) : null,
          );
          const choice = (accept: boolean) =>
            el('button', {
              type: 'button',
              textContent: word(accept ? 'accept' : 'refuse'),
              'aria-label': `${word(accept ? 'accept' : 'refuse')}: ${short(one.added || one.removed)}`,
              onclick: () => this.settle(accept, new Set([one.id])),
            });
          return el(
            'li',
            { 'data-suggestion': one.id },
            el('p', { className: 'by' }, el('b', { textContent: who }), ` ${when}`),
            words,
            this.editable && (this.whose === null || this.whose === one.by) ? el('div', { className: 'row' }, choice(true), choice(false)) : null,
          );
        }),
      ),
    );
    return open.length;
  }

  private settle(accept: boolean, ids: Set<string> | null) {
    const tr = settle(this.view.state, accept, ids, this.whose);
    if (tr) this.view.dispatch(tr);
    this.draw();
  }

  private go(id: string) {
    const one = openSuggestions(this.view.state.doc).find((open) => open.id === id);
    if (!one) return;
    this.view.dispatch(this.view.state.tr.setSelection(TextSelection.create(this.view.state.doc, one.from, one.to)).scrollIntoView());
    this.view.focus();
  }

  /** Marks the row of the suggestion at the cursor. */
  point(ids: Set<string>) {
    for (const row of this.root.querySelectorAll<HTMLElement>('[data-suggestion]')) {
      row.toggleAttribute('data-here', ids.has(row.dataset.suggestion ?? ''));
    }
  }
}

const short = (text: string) => (text.length > 160 ? `${text.slice(0, 150)} …` : text);
