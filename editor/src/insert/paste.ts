// What comes by clipboard and drag: HTML from Word, Google Docs and pages goes to the server, which cleans it into the
// document; plain text becomes paragraphs; pictures are uploaded; an address on its own line may become a card.

import { Fragment, Slice, type Node } from 'prosemirror-model';
import { Plugin, TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { post } from '../desk/ask';
import { el } from '../dom';
import { mark, node } from '../schema/schema';
import { word } from '../words';
import { allowed } from './links';
import { upload } from './pictures';
import { cardOf, insertDocument } from './stories';

/** A quiet line for what a paste left out or could not do. */
export function say(view: EditorView, text: string) {
  view.dom.dispatchEvent(new CustomEvent('courant:say', { detail: text, bubbles: true }));
}

/** Paragraphs at empty lines, line breaks within them. */
export function plainSlice(text: string): Slice {
  const type = node('paragraph');
  const paragraphs = text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n|\n/)
    .map((line) => line.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '').replace(/\t/g, ' '))
    .filter((line, _at, all) => line.trim() || all.length === 1)
    .map((line) => type.create(null, line ? type.schema.text(line) : null));
  return paragraphs.length === 0 ? Slice.empty : new Slice(Fragment.from(paragraphs), 1, 1);
}

/** What of a pasted page has no place in a story. Counted in the source: parsing it here would try to apply its styles. */
export function dropped(html: string): string[] {
  const out: string[] = [];
  const count = (pattern: RegExp, name: string) => {
    const many = html.match(pattern)?.length ?? 0;
    if (many > 0) out.push(word(`dropped-${name}`, { n: many }));
  };
  count(/<(?:script|noscript|object|applet)\b/gi, 'scripts');
  count(/<(?:form|input|button|select|textarea)\b/gi, 'forms');
  count(/<img\b[^>]*\bsrc\s*=\s*["']?(?:file|data|blob):/gi, 'pictures');
  if (/class="?Mso(?:Comment|Annotation)|msocomanchor/i.test(html)) out.push(word('dropped-comments'));
  return out;
}

const inside = (html: string) => html.includes('data-pm-slice');

let plainNext = false;

export function pasting(): Plugin {
  return new Plugin({
    props: {
      handleKeyDown(_view, event) {
        // The paste that follows Ctrl-Shift-V is plain.
        plainNext = event.key.toLowerCase() === 'v' && event.shiftKey && (event.ctrlKey || event.metaKey);
        return false;
      },
      clipboardTextParser: (text) => plainSlice(text),
      handleDOMEvents: {
        // Before ProseMirror's own handlers: those parse the foreign HTML in this page.
        paste(view, event) {
          const taken = !(event.target as HTMLElement).closest?.('input, textarea, select') && pasted(view, event);
          if (taken) event.preventDefault();
          return taken;
        },
        drop(view, event) {
          const taken = !view.dragging && droppedOn(view, event);
          if (taken) event.preventDefault();
          return taken;
        },
      },
    },
  });
}

function pasted(view: EditorView, event: ClipboardEvent): boolean {
  const from = event.clipboardData;
  if (!from || !view.editable) return false;
  const plain = plainNext;
  plainNext = false;
  const html = from.getData('text/html');
  const text = from.getData('text/plain');
  const pictures = [...from.files].filter((file) => file.type.startsWith('image/'));
  if (pictures.length > 0 && !html) {
    upload(view, pictures, view.state.selection.from);
    return true;
  }
  if (view.state.selection.$from.parent.type.spec.code) {
    view.dispatch(view.state.tr.insertText(text.replace(/\r\n?/g, '\n')).scrollIntoView());
    return true;
  }
  if (plain || !html) return pasteText(view, text);
  if (inside(html)) return false;
  void clean(view, html, text, pictures);
  return true;
}

function droppedOn(view: EditorView, event: DragEvent): boolean {
  const from = event.dataTransfer;
  if (!from || !view.editable) return false;
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.selection.from;
  const pictures = [...from.files].filter((file) => file.type.startsWith('image/'));
  if (pictures.length > 0) {
    upload(view, pictures, at);
    return true;
  }
  if (from.files.length > 0) {
    say(view, word('drop-only-pictures'));
    return true;
  }
  const html = from.getData('text/html');
  if (!html || inside(html)) return false;
  view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at))));
  void clean(view, html, from.getData('text/plain'), []);
  return true;
}

function pasteText(view: EditorView, text: string): boolean {
  const line = text.trim();
  const address = /^\S+$/.test(line) && /^(https?:)?\/\/|^www\./.test(line) ? allowed(line) : null;
  const { selection } = view.state;
  if (address && !selection.empty && selection instanceof TextSelection && selection.$from.sameParent(selection.$to)) {
    // An address on top of words makes them a link.
    view.dispatch(view.state.tr.addMark(selection.from, selection.to, mark('link').create({ href: address })));
    return true;
  }
  if (address && selection.empty) {
    const alone = selection.$from.parent.type.name === 'paragraph' && selection.$from.parent.content.size === 0;
    const text = view.state.schema.text(address, [mark('link').create({ href: address })]);
    const from = selection.from;
    view.dispatch(view.state.tr.replaceSelectionWith(text, false).scrollIntoView());
    if (alone) void offerCard(view, address, from);
    return true;
  }
  if (!line) return false;
  view.dispatch(view.state.tr.replaceSelection(plainSlice(text)).scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'));
  return true;
}

/** Sends the HTML to the server; without an answer its plain words are taken, so nothing is lost. */
async function clean(view: EditorView, html: string, text: string, pictures: File[]) {
  // Word and Google Docs mark what they are in the head; only what was copied counts.
  const start = html.indexOf('<!--StartFragment-->');
  const end = html.lastIndexOf('<!--EndFragment-->');
  const part = start >= 0 && end > start ? html.slice(start + 20, end) : html;
  try {
    const found = await post<{ content?: unknown[] }>('/desk/paste', part, 'text/html; charset=utf-8');
    if (view.isDestroyed) return;
    if (insertDocument(view, found) === 0 && pictures.length > 0) upload(view, pictures, view.state.selection.from);
    const lost = dropped(part);
    if (lost.length > 0) say(view, word('dropped', { what: lost.join(', ') }));
  } catch (trouble) {
    if (view.isDestroyed) return;
    view.dispatch(view.state.tr.replaceSelection(plainSlice(text)).scrollIntoView().setMeta('paste', true));
    say(view, word('paste-plain', { message: (trouble as Error).message }));
  }
}

/** Asks whether an address that stands alone should be a card. */
async function offerCard(view: EditorView, address: string, from: number) {
  let card: Node | null = null;
  try {
    card = await cardOf(address);
  } catch {
    // Without an answer it stays the link that it is.
  }
  if (!card || view.isDestroyed) return;
  const found = card;
  const still = () => {
    const $at = view.state.doc.resolve(Math.min(from, view.state.doc.content.size));
    return $at.parent.type.name === 'paragraph' && $at.parent.textContent === address ? $at : null;
  };
  if (!still()) return;
  const yes = el('button', { type: 'button', textContent: word('card-yes', { name: String(found.attrs.provider) }) });
  yes.onclick = () => {
    const $at = still();
    if ($at) view.dispatch(view.state.tr.replaceWith($at.before(), $at.after(), found).scrollIntoView());
    view.focus();
  };
  view.dom.dispatchEvent(new CustomEvent('courant:say', { detail: word('card-ask', { name: String(found.attrs.provider) }), bubbles: true }));
  view.dom.dispatchEvent(new CustomEvent('courant:offer', { detail: yes, bubbles: true }));
}
