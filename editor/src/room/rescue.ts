// The panel with words that could not be placed: what was typed, to copy or to download, kept until one is done with it.
// The island opens it when the server refuses a state, and on the next visit while something is still kept.

import * as Y from 'yjs';
import { el } from '../dom';
import { word } from '../words';
import type { Kept } from './kept';

const FIELDS = ['headline', 'shortHeadline', 'searchTitle', 'shareTitle', 'standfirst', 'dateline'];

/** Everything that a reader would read in a document, as plain text. */
export function words(doc: Y.Doc): string {
  const parts: string[] = [];
  for (const name of FIELDS) {
    const text = doc.getText(name).toString();
    if (text) parts.push(text);
  }
  for (const child of doc.getXmlFragment('body').toArray()) {
    const text = within(child as Y.XmlElement | Y.XmlText);
    if (text) parts.push(text);
  }
  return parts.join('\n\n');
}

function within(node: Y.XmlElement | Y.XmlText): string {
  if (node instanceof Y.XmlText) {
    return node
      .toDelta()
      .map((part: { insert: unknown }) => (typeof part.insert === 'string' ? part.insert : ''))
      .join('');
  }
  if (node.nodeName === 'hardBreak') return '\n';
  const children = node.toArray().map((child) => within(child as Y.XmlElement | Y.XmlText));
  const inline = node.toArray().every((child) => child instanceof Y.XmlText || (child as Y.XmlElement).nodeName === 'hardBreak');
  return children.join(inline ? '' : '\n');
}

export function showRescue(text: string, why: string, kept: Kept | null) {
  document.querySelector('dialog.rescue')?.remove();
  const area = el('textarea', { readOnly: true, rows: 12, value: text, 'aria-label': word('rescue-title') });
  const copy = el('button', { type: 'button', className: 'first', textContent: word('rescue-copy') });
  copy.onclick = async () => {
    area.select();
    await navigator.clipboard?.writeText(text).catch(() => document.execCommand('copy'));
    copy.textContent = word('rescue-copied');
  };
  const link = el('a', {
    className: 'button',
    href: URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' })),
    download: 'courant.txt',
    textContent: word('rescue-download'),
  });
  const close = el('button', { type: 'button', textContent: word('rescue-close') });
  const panel = el(
    'dialog',
    { className: 'rescue', 'aria-labelledby': 'rescue-title' },
    el('h2', { id: 'rescue-title', textContent: word('rescue-title') }),
    el('p', { textContent: word('rescue-text') }),
    why ? el('p', { className: 'soft', textContent: word('rescue-why', { message: why }) }) : null,
    area,
    el('div', { className: 'row' }, copy, link, close),
  );
  // Escape does not throw words away.
  panel.addEventListener('cancel', (event) => event.preventDefault());
  close.onclick = () => {
    panel.close();
    panel.remove();
    void kept?.forgetRescues();
  };
  document.body.append(panel);
  panel.showModal();
}
