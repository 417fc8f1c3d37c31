// The toolbar: few buttons, one stop of the Tab key, arrows within. On a phone it stands above the keyboard.
// The text's view makes it and tells it when something may look different.

import type { Command, EditorState } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { redoCommand, undoCommand } from 'y-prosemirror';
import { el } from '../dom';
import { word } from '../words';
import * as act from './commands';
import { spelled, type Key } from './keys';
import { fitting } from './menu';
import { setStraight, straight } from './quotes';

interface Button {
  element: HTMLButtonElement;
  command: Command;
  on?: (state: EditorState) => boolean;
}

export interface Toggles {
  link: Command;
  note: Command;
  suggesting: Command;
  isSuggesting(): boolean;
  find: Command;
}

export class Toolbar {
  readonly root: HTMLElement;
  readonly count = el('span', { className: 'suggestion-count' });
  private readonly buttons: Button[] = [];
  private readonly kind = el('select', { 'aria-label': word('block-kind'), className: 'block-kind' });
  private readonly menu = el('div', { className: 'insert-menu', role: 'menu', 'aria-label': word('insert') });
  private readonly opener: HTMLButtonElement;

  constructor(
    private readonly view: EditorView,
    keys: Key[],
    toggles: Toggles,
    editable: boolean,
  ) {
    const keyOf = (name: string) => {
      const found = keys.find((one) => one.name === name)?.keys[0];
      return found ? ` (${spelled(found)})` : '';
    };
    const button = (name: string, sign: string, command: Command, on?: (state: EditorState) => boolean) => {
      const label = word(`do-${name}`);
      const element = el('button', { type: 'button', className: `tool tool-${name}`, title: label + keyOf(name), 'aria-label': label });
      // A sign that is no word is drawn by the style sheet, so that what is read and what is seen agree.
      if (/[\p{L}]/u.test(sign)) element.textContent = sign;
      else element.dataset.sign = sign;
      if (on) element.setAttribute('aria-pressed', 'false');
      element.onmousedown = (event) => event.preventDefault();
      element.onclick = () => {
        command(view.state, view.dispatch, view);
        if (!document.querySelector('dialog[open]') && name !== 'find') view.focus();
        this.draw(view.state);
      };
      this.buttons.push({ element, command, ...(on ? { on } : {}) });
      return element;
    };
    const marked = (name: string) => (state: EditorState) => act.hasMark(state, name);
    const inside = (name: string) => (state: EditorState) => Boolean(act.within(state, name));
    for (const name of ['paragraph', 'heading-2', 'heading-3', 'heading-4', 'pull-quote', 'verse', 'code-block']) {
      this.kind.append(el('option', { value: name, textContent: word(`do-${name}`) }));
    }
    this.kind.onchange = () => {
      const to: Record<string, Command> = {
        paragraph: act.paragraph,
        'heading-2': act.heading(2),
        'heading-3': act.heading(3),
        'heading-4': act.heading(4),
        'pull-quote': act.pullQuote,
        verse: act.verse,
        'code-block': act.codeBlock,
      };
      to[this.kind.value]?.(view.state, view.dispatch, view);
      view.focus();
    };
    this.opener = el('button', { type: 'button', className: 'tool tool-insert', 'aria-haspopup': 'menu', 'aria-expanded': 'false', textContent: `+ ${word('insert')}` });
    this.opener.onclick = () => (this.menu.hidden ? this.openMenu() : this.shutMenu());
    this.menu.hidden = true;
    this.menu.addEventListener('keydown', (event) => this.inMenu(event));
    this.menu.addEventListener('focusout', (event) => {
      if (!this.menu.contains(event.relatedTarget as Node | null)) this.shutMenu();
    });
    const group = (...parts: HTMLElement[]) => el('div', { className: 'tools', role: 'group' }, ...parts);
    const find = button('find', word('find'), toggles.find);
    this.root = editable
      ? el(
          'div',
          { className: 'toolbar', role: 'toolbar', 'aria-label': word('toolbar'), 'aria-controls': 'story-text' },
          group(this.kind),
          group(
            button('strong', 'B', act.bold, marked('strong')),
            button('emphasis', 'I', act.italic, marked('emphasis')),
            button('link', word('link'), toggles.link, marked('link')),
          ),
          group(button('bullets', '•', act.bullets, inside('bulletList')), button('numbers', '1.', act.numbers, inside('orderedList')), button('quote', '“', act.quote, inside('blockquote'))),
          group(this.opener, this.menu),
          group(button('undo', '↶', undoCommand as Command), button('redo', '↷', redoCommand as Command), find),
          group(button('note', word('note'), toggles.note), button('suggesting', word('suggesting'), toggles.suggesting, () => toggles.isSuggesting())),
        )
      : el('div', { className: 'toolbar', role: 'toolbar', 'aria-label': word('toolbar'), 'aria-controls': 'story-text' }, group(find));
    this.root.append(this.count);
    this.stops()[0]?.setAttribute('tabindex', '0');
    for (const stop of this.stops().slice(1)) stop.tabIndex = -1;
    this.root.addEventListener('keydown', (event) => this.arrows(event));
    this.draw(view.state);
  }

  private stops(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>('.tools > button, .tools > select')];
  }

  readonly focus: Command = () => {
    this.stops().find((stop) => stop.tabIndex === 0)?.focus();
    return true;
  };

  private arrows(event: KeyboardEvent) {
    if (this.menu.contains(event.target as Node)) return;
    if (event.key === 'Escape') {
      this.view.focus();
      return;
    }
    const rtl = getComputedStyle(this.root).direction === 'rtl';
    const by = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
    const stops = this.stops();
    const now = stops.indexOf(event.target as HTMLElement);
    let to = -1;
    if (by) to = (now + by + stops.length) % stops.length;
    else if (event.key === 'Home') to = 0;
    else if (event.key === 'End') to = stops.length - 1;
    if (to < 0 || now < 0) return;
    event.preventDefault();
    for (const stop of stops) stop.tabIndex = -1;
    const stop = stops[to];
    if (stop) {
      stop.tabIndex = 0;
      stop.focus();
    }
  }

  private openMenu() {
    this.menu.replaceChildren(
      ...fitting(this.view, '').map((item) => {
        const row = el('button', { type: 'button', role: 'menuitem', tabIndex: -1, textContent: word(`do-${item.name}`) });
        row.onclick = () => {
          this.shutMenu();
          this.view.focus();
          item.command(this.view.state, this.view.dispatch, this.view);
        };
        return row;
      }),
      this.quotesRow(),
    );
    this.menu.hidden = false;
    this.opener.setAttribute('aria-expanded', 'true');
    (this.menu.firstElementChild as HTMLElement | null)?.focus();
  }

  /** The switch of the quotation marks, at the end of the menu. */
  private quotesRow(): HTMLElement {
    const row = el('button', { type: 'button', role: 'menuitemcheckbox', tabIndex: -1, 'aria-checked': String(!straight()), textContent: word('do-quotes') });
    row.onclick = () => {
      setStraight(!straight());
      row.setAttribute('aria-checked', String(!straight()));
    };
    return row;
  }

  private shutMenu() {
    this.menu.hidden = true;
    this.opener.setAttribute('aria-expanded', 'false');
  }

  private inMenu(event: KeyboardEvent) {
    const rows = [...this.menu.querySelectorAll<HTMLElement>('button')];
    const now = rows.indexOf(event.target as HTMLElement);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') rows[(now + (event.key === 'ArrowDown' ? 1 : -1) + rows.length) % rows.length]?.focus();
    else if (event.key === 'Home') rows[0]?.focus();
    else if (event.key === 'End') rows[rows.length - 1]?.focus();
    else if (event.key === 'Escape') {
      this.shutMenu();
      this.opener.focus();
    } else if (event.key.length === 1) rows.find((row) => row.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Shows what stands at the cursor. Called after a pause, not at each keystroke. */
  draw(state: EditorState) {
    for (const { element, command, on } of this.buttons) {
      if (on) {
        const pressed = String(on(state));
        if (element.getAttribute('aria-pressed') !== pressed) element.setAttribute('aria-pressed', pressed);
      }
      const history = element.classList.contains('tool-undo') || element.classList.contains('tool-redo');
      if (history) element.setAttribute('aria-disabled', String(!command(state)));
    }
    const parent = state.selection.$from.parent;
    const names: Record<string, string> = { heading: `heading-${String(parent.attrs.level)}`, pullQuote: 'pull-quote', verse: 'verse', codeBlock: 'code-block' };
    const kind = names[parent.type.name] ?? 'paragraph';
    if (this.kind.value !== kind) this.kind.value = kind;
  }
}
