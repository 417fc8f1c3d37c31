// Links: the dialog for the selected words, and which addresses may stand in a story.
// The server judges again; a wrong address is told here before it is kept.

import { TextSelection, type Command, type EditorState } from 'prosemirror-state';
import { el } from '../dom';
import { mark } from '../schema/schema';
import { word } from '../words';
import { ask, labelled } from './dialog';

/** The address as it may stand in a story, or null. The same rule as the server's, told early. */
export function allowed(given: string): string | null {
  let text = given.trim().replace(/[\t\n\r]/g, '');
  if (!text || text.includes('\\')) return null;
  if (/^[/#?]/.test(text) && !text.startsWith('//')) return text;
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(text)) text = `mailto:${text}`;
  else if (!/^[a-z][a-z0-9+.-]*:/i.test(text) && /^(\/\/)?[\w-]+(\.[\w-]+)+([/?#:]|$)/.test(text)) text = `https://${text.replace(/^\/\//, '')}`;
  try {
    const url = new URL(text);
    if (!['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) || url.username || url.password) return null;
    return url.href;
  } catch {
    return null;
  }
}

/** The whole of a link around a place. */
export function linkAround(state: EditorState): { from: number; to: number; href: string; title: string } | null {
  const type = mark('link');
  const { $from, from, to, empty } = state.selection;
  const start = $from.parent.childAfter($from.parentOffset);
  const found = (start.node && type.isInSet(start.node.marks)) || (empty ? type.isInSet($from.marks()) : null);
  if (!found) return null;
  let begin = empty ? from : from;
  let end = to;
  const base = $from.start();
  $from.parent.forEach((child, offset) => {
    if (!found.isInSet(child.marks)) return;
    const at = base + offset;
    if (at <= end && at + child.nodeSize >= begin) {
      begin = Math.min(begin, at);
      end = Math.max(end, at + child.nodeSize);
    }
  });
  return { from: begin, to: end, href: String(found.attrs.href), title: String(found.attrs.title ?? '') };
}

export const linkDialog: Command = (state, dispatch, view) => {
  const around = linkAround(state);
  if (!view || !dispatch || (state.selection.empty && !around)) return false;
  const { from, to } = around ?? state.selection;
  const href = el('input', { type: 'text', inputMode: 'url', value: around?.href ?? '', autocomplete: 'off', spellcheck: false });
  const away = around ? el('button', { type: 'button', textContent: word('link-away') }) : null;
  const dialog = ask(
    view,
    word('link-title'),
    [labelled(word('link-href'), href, word('link-help'))],
    word('link-set'),
    () => {
      const address = allowed(href.value);
      if (!address) return word('link-wrong');
      const tr = view.state.tr.removeMark(from, to, mark('link'));
      tr.addMark(from, to, mark('link').create({ href: address, title: around?.title || null }));
      view.dispatch(tr.setSelection(TextSelection.create(tr.doc, to)));
    },
    away ? [away] : [],
  );
  if (away) {
    away.onclick = () => {
      view.dispatch(view.state.tr.removeMark(from, to, mark('link')));
      dialog.close();
    };
  }
  return true;
};
