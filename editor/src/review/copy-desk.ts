// The copy desk in the editor: asks the server for notes after a pause, underlines them, and ties them to the rail's list.
// The text's view mounts it; the paragraph that holds the cursor is left alone, so that nobody is corrected mid-sentence.

import { Plugin, PluginKey, TextSelection, type Command, type EditorState } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { post } from '../desk/ask';
import { bodyWithMentions } from '../desk/mentions';
import { after } from '../dom';
import { say } from '../insert/paste';
import { freshId } from '../schema/ids';
import { node as nodeType } from '../schema/schema';
import { word } from '../words';
import { blockOf, blocksOf, isQuoted, rangeOf, type Spot } from './spots';

interface Mend {
  kind: 'replace' | 'cut' | 'card';
  with: string;
  whole: boolean;
  at: Spot;
}

interface Note {
  key: string;
  rule: string;
  passage: string;
  severity: 'stop' | 'warn' | 'hint';
  message: string;
  at: Spot | null;
  also: Spot[];
  mend: Mend | null;
}

interface Told {
  notes: Note[];
  stops: number;
  warnings: number;
  hints: number;
  html: string;
}

interface Shown {
  set: DecorationSet;
  here: string;
  focused: boolean;
}

/** Nobody pauses for less between two words. */
const PAUSE = 250;
const key = new PluginKey<Shown>('copy-desk');

/** The outermost block with an id that holds the cursor, as a range. */
function cursorBlock(state: EditorState): { from: number; to: number; id: string } {
  const { $head } = state.selection;
  for (let depth = $head.depth; depth > 0; depth -= 1) {
    const id = $head.node(depth).attrs.id as string | undefined;
    if (id) return { from: $head.before(depth), to: $head.after(depth), id };
  }
  return { from: -1, to: -1, id: '' };
}

const pause = () => new Promise((done) => setTimeout(done, 0));

export class CopyDesk {
  readonly plugin: Plugin;
  private notes: Note[] = [];
  private told: Told | null = null;
  private view: EditorView | null = null;
  private asking: AbortController | null = null;
  private readonly soon = after(PAUSE, () => void this.ask());

  constructor(
    private readonly story: string,
    private readonly editable: boolean,
  ) {
    this.plugin = new Plugin<Shown>({
      key,
      state: {
        init: () => ({ set: DecorationSet.empty, here: '', focused: false }),
        apply: (tr, before) => {
          const told = tr.getMeta(key) as Partial<Shown> | undefined;
          const set = told?.set ?? (tr.docChanged ? before.set.map(tr.mapping, tr.doc) : before.set);
          return { set, here: told?.here ?? before.here, focused: told?.focused ?? before.focused };
        },
      },
      props: {
        decorations: (state) => {
          const shown = key.getState(state);
          if (!shown) return null;
          if (!shown.focused) return shown.set;
          const { from, to } = cursorBlock(state);
          const quiet = shown.set.find(from, to).filter((one) => one.from >= from && one.to <= to && one.spec.passage !== shown.here);
          return quiet.length > 0 ? shown.set.remove(quiet) : shown.set;
        },
        handleDOMEvents: {
          focus: (view) => (view.dispatch(view.state.tr.setMeta(key, { focused: true })), false),
          blur: (view) => (view.dispatch(view.state.tr.setMeta(key, { focused: false })), false),
        },
      },
    });
  }

  /** Begins for a view. What it returns ends it. */
  mount(view: EditorView): () => void {
    this.view = view;
    document.documentElement.classList.add('scripted');
    const field = () => this.soon();
    const settle = () => this.put();
    const click = (event: Event) => this.click(event);
    const submit = (event: Event) => void this.submit(event);
    const keys = (event: Event) => this.listKeys(event as KeyboardEvent);
    const text = (event: Event) => {
      const at = (event.target as HTMLElement).closest<HTMLElement>('[data-passage].desk-stop, [data-passage].desk-warn, [data-passage].desk-hint');
      if (at) this.point(at.dataset.passage ?? '', true);
    };
    document.addEventListener('courant:field', field);
    document.addEventListener('htmx:afterSettle', settle);
    document.addEventListener('click', click);
    document.addEventListener('submit', submit, true);
    document.addEventListener('keydown', keys);
    view.dom.addEventListener('click', text);
    this.soon();
    return () => {
      this.asking?.abort();
      this.view = null;
      document.removeEventListener('courant:field', field);
      document.removeEventListener('htmx:afterSettle', settle);
      document.removeEventListener('click', click);
      document.removeEventListener('submit', submit, true);
      document.removeEventListener('keydown', keys);
      view.dom.removeEventListener('click', text);
    };
  }

  /** The text changed: notes are asked for when nobody types for a moment. */
  changed() {
    this.soon();
  }

  private field(name: string): string | undefined {
    return document.querySelector<HTMLTextAreaElement>(`[data-field="${name}"]`)?.value;
  }

  private async ask() {
    const view = this.view;
    if (!view || view.isDestroyed) return;
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const doc = view.state.doc;
    performance.mark('copy-desk-asks');
    try {
      const told = await post<Told>(
        `/desk/stories/${this.story}/copy-desk`,
        JSON.stringify({
          document: doc.toJSON(),
          headline: this.field('headline'),
          standfirst: this.field('standfirst'),
          cursor: view.hasFocus() ? cursorBlock(view.state).id : '',
        }),
        'application/json',
      );
      if (asking.signal.aborted || !this.view || view.isDestroyed) return;
      // Typed on meanwhile: those notes are of an older text, and newer ones are on their way.
      if (!view.state.doc.eq(doc)) return this.soon();
      this.notes = told.notes;
      this.told = told;
      this.underline(view);
      this.put();
      performance.measure('copy-desk', 'copy-desk-asks');
      document.getElementById('editor')?.dispatchEvent(new CustomEvent('courant:copy-desk', { bubbles: true }));
    } catch {
      // A line that broke, or a text in the middle of a change: the last notes stand until the next pause.
    }
  }

  private underline(view: EditorView) {
    const blocks = blocksOf(view.state.doc);
    const marks: Decoration[] = [];
    for (const note of this.notes) {
      for (const spot of [note.at, ...note.also]) {
        const range = spot && rangeOf(blocks.get(spot.block), spot);
        if (!range) continue;
        const about = { class: `desk-${note.severity}`, 'data-passage': note.passage, title: note.message };
        marks.push(Decoration.inline(range.from, range.to, about, { passage: note.passage }));
      }
    }
    view.dispatch(view.state.tr.setMeta(key, { set: DecorationSet.create(view.state.doc, marks) }).setMeta('addToHistory', false));
  }

  /** Puts the newest list into the rail, unless somebody writes in it, and the count on its tab. */
  private put() {
    if (!this.told) return;
    const tab = document.querySelector<HTMLElement>('#rail .tabs a[href*="tab=copy-desk"]');
    const grave = this.told.stops + this.told.warnings;
    let count = tab?.querySelector<HTMLElement>('.count') ?? null;
    if (tab && grave > 0) {
      if (!count) tab.append(' ', (count = Object.assign(document.createElement('span'), { className: 'count' })));
      count.textContent = String(grave);
    } else count?.remove();
    const list = document.getElementById('copy-desk');
    const busy = list?.querySelector('details.ask[open]') || list?.contains(document.activeElement);
    if (!list || (busy && document.activeElement?.matches('input, textarea'))) return;
    const fresh = new DOMParser().parseFromString(this.told.html, 'text/html').getElementById('copy-desk');
    if (!fresh || fresh.innerHTML === list.innerHTML) return;
    const here = list.querySelector<HTMLElement>('[data-here]')?.dataset.passage;
    const focused = list.contains(document.activeElement) ? (document.activeElement?.closest<HTMLElement>('[data-passage]')?.dataset.passage ?? '') : null;
    list.replaceWith(fresh);
    if (here) this.row(here)?.setAttribute('data-here', '');
    if (focused !== null) (this.row(focused) ?? fresh.querySelector<HTMLElement>('.desk-note'))?.focus();
  }

  private row(passage: string): HTMLElement | null {
    return [...document.querySelectorAll<HTMLElement>('.desk-note')].find((row) => row.dataset.passage === passage) ?? null;
  }

  /** Marks a note's row, and opens the tab for it when asked. */
  private point(passage: string, open: boolean) {
    for (const row of document.querySelectorAll('.desk-note[data-here]')) row.removeAttribute('data-here');
    const row = this.row(passage);
    row?.setAttribute('data-here', '');
    row?.scrollIntoView({ block: 'nearest' });
    const tab = document.querySelector<HTMLElement>('#rail .tabs a[href*="tab=copy-desk"]');
    if (row || !open || !tab || tab.hasAttribute('aria-current')) return;
    document.addEventListener('htmx:afterSettle', () => this.point(passage, false), { once: true });
    tab.click();
  }

  /** Goes to a place: selects its words in the text or in a field. */
  private go(spot: Spot, passage = ''): boolean {
    const view = this.view;
    if (!view) return false;
    if (spot.role === 'headline' || spot.role === 'standfirst') {
      const field = document.querySelector<HTMLTextAreaElement>(`[data-field="${spot.role}"]`);
      if (!field) return false;
      const units = (n: number) => [...field.value].slice(0, n).join('').length;
      field.focus();
      field.setSelectionRange(units(spot.start), units(spot.end));
      return true;
    }
    const found = blockOf(view.state.doc, spot.block);
    const range = rangeOf(found, spot) ?? (found ? { from: found.pos + 1, to: found.pos + 1 } : null);
    if (!range) return false;
    const tr = view.state.tr.setMeta(key, { here: passage });
    view.dispatch(tr.setSelection(TextSelection.between(tr.doc.resolve(range.from), tr.doc.resolve(range.to))).scrollIntoView());
    view.focus();
    return true;
  }

  /** Next or previous note from the cursor on. */
  readonly step =
    (by: 1 | -1): Command =>
    (state, dispatch) => {
      const blocks = blocksOf(state.doc);
      const all = this.notes
        .map((note) => ({ note, range: note.at && rangeOf(blocks.get(note.at.block), note.at) }))
        .filter((one): one is { note: Note; range: { from: number; to: number } } => Boolean(one.range))
        .sort((a, b) => a.range.from - b.range.from || a.range.to - b.range.to);
      if (all.length === 0) {
        const other = this.notes.find((note) => note.at);
        if (other && dispatch) {
          this.go(other.at as Spot, other.passage);
          this.point(other.passage, true);
        }
        return Boolean(other);
      }
      const here = key.getState(state)?.here;
      const { from } = state.selection;
      const now = all.findIndex((one) => one.note.passage === here && one.range.from === from);
      let next = now >= 0 ? now + by : by > 0 ? all.findIndex((one) => one.range.from >= from) : all.findLastIndex((one) => one.range.from < from);
      if (next < 0 || next >= all.length) next = by > 0 ? 0 : all.length - 1;
      const { note } = all[next] as { note: Note };
      if (dispatch) {
        this.go(note.at as Spot, note.passage);
        this.point(note.passage, true);
      }
      return true;
    };

  /** Takes the fix of the note at the cursor. */
  readonly acceptHere: Command = (state, dispatch) => {
    const shown = key.getState(state);
    const { from, to } = state.selection;
    const at = shown?.set.find(from, to).map((one) => one.spec.passage as string) ?? [];
    const passages = shown?.here ? [shown.here, ...at] : at;
    const note = passages.map((passage) => this.notes.find((one) => one.passage === passage && one.mend)).find(Boolean);
    if (!note) return false;
    if (dispatch) void this.accept(note);
    return true;
  };

  private async accept(note: Note) {
    const view = this.view;
    if (!view || !this.editable || !note.mend) return;
    if (!this.mend(view, note.mend)) {
      say(view, word('mend-gone'));
      return this.soon();
    }
    this.notes = this.notes.filter((one) => one !== note);
    this.underline(view);
    await this.decide(new URLSearchParams({ rule: note.rule, passage: note.passage, verdict: 'accepted' }));
  }

  /** Changes the text as a fix says; it can be undone like any edit. */
  private mend(view: EditorView, { kind, with: words, whole, at }: Mend): boolean {
    if (at.role === 'headline' || at.role === 'standfirst') return this.mendField(at, words);
    const found = blockOf(view.state.doc, at.block);
    if (!found) return false;
    const { tr } = view.state;
    if (kind === 'card') {
      tr.replaceWith(found.pos, found.pos + found.node.nodeSize, nodeType('readMore').create({ id: freshId(), title: words }));
    } else if (whole) {
      const $at = tr.doc.resolve(found.pos);
      if ($at.parent.childCount > 1) tr.delete(found.pos, found.pos + found.node.nodeSize);
      else tr.replaceWith(found.pos, found.pos + found.node.nodeSize, nodeType('paragraph').create({ id: freshId() }));
    } else {
      const range = rangeOf(found, at);
      if (!range) return false;
      const changes = /\p{L}|\p{N}/u.test(words + view.state.doc.textBetween(range.from, range.to));
      if (changes && isQuoted(view.state.doc, range.from, range.to)) return false;
      if (words) tr.insertText(words, range.from, range.to);
      else tr.delete(range.from, range.to);
    }
    view.dispatch(tr.scrollIntoView());
    return true;
  }

  private mendField(at: Spot, words: string): boolean {
    const field = document.querySelector<HTMLTextAreaElement>(`[data-field="${at.role}"]`);
    if (!field || field.readOnly) return false;
    const letters = [...field.value];
    field.value = [...letters.slice(0, at.start), words, ...letters.slice(at.end)].join('');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    return true;
  }

  private async decide(form: URLSearchParams, what = 'decide') {
    try {
      await post(`/desk/stories/${this.story}/copy-desk/${what}`, form);
    } catch (trouble) {
      if (this.view) say(this.view, (trouble as Error).message);
      return;
    }
    await pause();
    if (document.querySelector('#rail .tabs a[href*="tab=publish"][aria-current]')) document.body.dispatchEvent(new CustomEvent('desk:story'));
    await this.ask();
  }

  private click(event: Event) {
    const target = event.target as HTMLElement;
    const button = target.closest<HTMLElement>('[data-mend]');
    const note = this.notes.find((one) => one.passage === target.closest<HTMLElement>('[data-passage]')?.dataset.passage);
    if (button && note) return void this.accept(note);
    const place = target.closest<HTMLElement>('.desk-note .passage, .meant dt');
    if (!place) return;
    const from = place.dataset.role ? place : place.closest<HTMLElement>('.desk-note');
    if (!from?.dataset.role) return;
    const { block = '', role, start, end, text } = from.dataset;
    this.go({ block, role, start: Number(start), end: Number(end), text: text || undefined } as Spot, note?.passage);
    if (note) this.point(note.passage, false);
  }

  private async submit(event: Event) {
    const form = event.target as HTMLFormElement;
    if (!form.matches('[data-decide], [data-note-form]')) return;
    event.preventDefault();
    event.stopPropagation();
    const sent = new URLSearchParams();
    for (const [name, value] of new FormData(form, (event as SubmitEvent).submitter)) sent.append(name, String(value));
    form.closest('details')?.removeAttribute('open');
    (document.activeElement as HTMLElement | null)?.blur();
    if (form.matches('[data-decide]')) return this.decide(sent, form.action.endsWith('/override') ? 'override' : 'decide');
    const body = form.querySelector<HTMLTextAreaElement>('[name=body]');
    if (body) sent.set('body', bodyWithMentions(body));
    try {
      await post(`/desk/stories/${this.story}/notes`, sent);
      if (this.view) say(this.view, word('note-sent'));
      document.body.dispatchEvent(new CustomEvent('desk:story'));
    } catch (trouble) {
      if (this.view) say(this.view, word('note-failed', { message: (trouble as Error).message, body: sent.get('body') ?? '' }));
    }
  }

  /** j and k walk through the list, a takes the fix, d puts aside, n lets the word be, Enter goes to the text. */
  private listKeys(event: KeyboardEvent) {
    const target = event.target as HTMLElement;
    const list = target.closest<HTMLElement>('#copy-desk');
    if (!list || event.ctrlKey || event.metaKey || event.altKey || target.matches('input, textarea, select')) return;
    const rows = [...list.querySelectorAll<HTMLElement>('.desk-note')].filter((row) => row.offsetParent);
    const row = target.closest<HTMLElement>('.desk-note');
    const at = row ? rows.indexOf(row) : -1;
    const press = (selector: string) => row?.querySelector<HTMLElement>(selector)?.click();
    const open = () => {
      const details = row?.querySelector<HTMLDetailsElement>('details.dismiss');
      details?.setAttribute('open', '');
      details?.querySelector('input:not([type=hidden])') instanceof HTMLElement && details.querySelector<HTMLElement>('input:not([type=hidden])')?.focus();
    };
    const step = (by: number) => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
    };
    const acts: Record<string, () => void> = { j: () => step(1), k: () => step(-1), a: () => press('[data-mend]'), d: open, n: () => press('.never button') };
    if (event.key === 'Enter' && target === row) {
      event.preventDefault();
      press('.passage');
      return;
    }
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Puts the cursor's way into the list. */
  readonly toList: Command = () => {
    const row = document.querySelector<HTMLElement>('#copy-desk .desk-note');
    row?.focus();
    return Boolean(row);
  };
}
