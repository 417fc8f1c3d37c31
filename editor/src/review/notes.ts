// Notes in the margin: a mark on the words and a row at the server, linked both ways with the rail's list.
// Resolving takes the mark off; the desk's own forms answer and resolve.

import { TextSelection, type Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { post } from '../desk/ask';
import { bodyWithMentions } from '../desk/mentions';
import { el } from '../dom';
import { ask, labelled } from '../insert/dialog';
import { freshId } from '../schema/ids';
import { mark } from '../schema/schema';
import { word } from '../words';
import { say } from '../insert/paste';
import { AS_IS } from './suggest';

/** Every stretch of a note. */
function places(view: EditorView, id: string): { from: number; to: number }[] {
  const out: { from: number; to: number }[] = [];
  view.state.doc.descendants((node, pos) => {
    if (node.isText && node.marks.some((one) => one.type.name === 'note' && one.attrs.id === id)) out.push({ from: pos, to: pos + node.nodeSize });
    return !node.isText;
  });
  return out;
}

function unmark(view: EditorView, id: string) {
  const tr = view.state.tr;
  for (const { from, to } of places(view, id)) tr.removeMark(from, to, mark('note').create({ id }));
  if (tr.docChanged) view.dispatch(tr.setMeta(AS_IS, true).setMeta('addToHistory', false));
}

export const noteDialog =
  (story: string): Command =>
  (state, _dispatch, view) => {
    const { from, to, empty } = state.selection;
    if (!view || empty || !state.doc.textBetween(from, to, ' ').trim()) {
      if (view) say(view, word('note-select'));
      return Boolean(view);
    }
    const quoted = state.doc.textBetween(from, to, ' ');
    const body = el('textarea', { rows: 4, required: true, 'data-mentions': '/desk/find/accounts' });
    const id = freshId();
    // The mark goes on at once, so that it keeps its words while others write.
    view.dispatch(state.tr.addMark(from, to, mark('note').create({ id })).setMeta(AS_IS, true));
    let sent = false;
    const dialog = ask(
      view,
      word('note-title'),
      [el('blockquote', { textContent: quoted.length > 200 ? `${quoted.slice(0, 190)} …` : quoted }), labelled(word('note-body'), body)],
      word('note-send'),
      () => {
        if (!body.value.trim()) return word('note-empty');
        sent = true;
        const form = new URLSearchParams({ note: id, body: bodyWithMentions(body), quoted });
        void post(`/desk/stories/${story}/notes`, form).then(
          () => changed(view),
          (trouble: Error) => {
            // The words are given back; nothing typed is lost by a line that broke.
            unmark(view, id);
            say(view, word('note-failed', { message: trouble.message, body: body.value }));
          },
        );
        return undefined;
      },
    );
    void dialog;
    document.querySelector('.ask-dialog')?.addEventListener('close', () => !sent && unmark(view, id));
    return true;
  };

function changed(view: EditorView) {
  view.dom.dispatchEvent(new CustomEvent('courant:notes', { bubbles: true }));
  // The rail of the desk listens on the body.
  document.body.dispatchEvent(new CustomEvent('desk:story'));
}

/** Ties the rail's notes to the text. What it returns unties them. */
export function linkNotes(view: EditorView): () => void {
  const rows = (id: string) => [...document.querySelectorAll<HTMLElement>('[data-note]')].filter((row) => row.dataset.note === id && !view.dom.contains(row));
  const toText = (event: Event) => {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>('[data-note]');
    if (!row || view.dom.contains(row) || target.closest('button, summary, textarea, input, a, form')) return;
    const place = places(view, row.dataset.note ?? '')[0];
    if (!place) return;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, place.from, place.to)).scrollIntoView());
    view.focus();
  };
  const toRail = (event: Event) => {
    const at = (event.target as HTMLElement).closest<HTMLElement>('.noted');
    if (!at) return;
    const id = at.dataset.note ?? '';
    const show = () => {
      for (const row of document.querySelectorAll('[data-note][data-here]')) row.removeAttribute('data-here');
      for (const row of rows(id)) {
        row.setAttribute('data-here', '');
        row.scrollIntoView({ block: 'nearest' });
      }
    };
    const tab = document.querySelector<HTMLElement>('#rail .tabs a[href*="tab=notes"]');
    if (rows(id).length === 0 && tab && !tab.hasAttribute('aria-current')) {
      document.addEventListener('htmx:afterSettle', show, { once: true });
      tab.click();
    } else show();
  };
  const resolved = (event: Event) => {
    const detail = (event as CustomEvent<{ successful?: boolean; requestConfig?: { path?: string; parameters?: Record<string, unknown> } }>).detail;
    const id = detail?.requestConfig?.path?.match(/\/notes\/([^/]+)\/resolve$/)?.[1];
    if (detail?.successful && id && !detail.requestConfig?.parameters?.open) unmark(view, id);
  };
  document.addEventListener('click', toText);
  view.dom.addEventListener('click', toRail);
  document.addEventListener('htmx:afterRequest', resolved);
  return () => {
    document.removeEventListener('click', toText);
    view.dom.removeEventListener('click', toRail);
    document.removeEventListener('htmx:afterRequest', resolved);
  };
}
