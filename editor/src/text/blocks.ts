// How blocks look that are more than text: pictures with alt text and credit, cards, read-more, a pull quote's speaker.
// Node views of the text; all others are plain elements that the browser draws by itself.

import type { Node } from 'prosemirror-model';
import { NodeSelection } from 'prosemirror-state';
import type { EditorView, NodeView, NodeViewConstructor } from 'prosemirror-view';
import { el } from '../dom';
import { sourceOf } from '../insert/pictures';
import { word } from '../words';

type Where = () => number | undefined;

/** An input that edits one attribute of a block. */
function attribute(name: string, label: string, node: Node, view: EditorView, where: Where): HTMLInputElement {
  const input = el('input', {
    type: 'text',
    value: String(node.attrs[name] ?? ''),
    placeholder: label,
    'aria-label': label,
    'data-attr': name,
    className: 'attr',
    readOnly: !view.editable,
    autocomplete: 'off',
  });
  input.addEventListener('input', () => {
    const pos = where();
    if (pos !== undefined) view.dispatch(view.state.tr.setNodeAttribute(pos, name, input.value || null));
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    const pos = where();
    if (pos !== undefined) view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)));
    view.focus();
  });
  return input;
}

function keepUp(inputs: HTMLInputElement[], node: Node) {
  for (const input of inputs) {
    const value = String(node.attrs[input.dataset.attr ?? ''] ?? '');
    if (input.value !== value && document.activeElement !== input) input.value = value;
  }
}

const own = (event: Event, dom: HTMLElement, content?: HTMLElement | null) => {
  const target = event.target as HTMLElement;
  return target !== dom && !content?.contains(target) && Boolean(target.closest('input, button, select, a'));
};

const picture: NodeViewConstructor = (first, view, where) => {
  let node = first;
  const image = el('img', { alt: '', contentEditable: 'false', draggable: false });
  const missing = el('p', { className: 'no-picture', textContent: word('picture-unseen'), contentEditable: 'false' });
  const caption = el('figcaption', { 'data-placeholder': word('caption') });
  const inputs = [attribute('alt', word('alt'), node, view, where), attribute('credit', word('credit'), node, view, where)];
  const hint = el('p', { className: 'alt-missing', textContent: word('alt-missing') });
  const about = el('div', { className: 'about', contentEditable: 'false' }, ...inputs, hint);
  const dom = el('figure', { className: first.type.name }, image, missing, caption, about);
  let shown = '';
  const draw = () => {
    keepUp(inputs, node);
    hint.hidden = Boolean(node.attrs.alt);
    caption.classList.toggle('empty', node.content.size === 0);
    image.alt = String(node.attrs.alt ?? '');
    const source = String(node.attrs.picture ?? node.attrs.source ?? '');
    if (shown === source) return;
    shown = source;
    image.hidden = true;
    missing.hidden = false;
    const found = node.attrs.picture ? sourceOf(String(node.attrs.picture)) : Promise.resolve(String(node.attrs.source ?? ''));
    void found.then((src) => {
      if (!src) return;
      image.onload = () => ((image.hidden = false), (missing.hidden = true));
      image.src = src;
    });
  };
  draw();
  const made: NodeView = {
    dom,
    contentDOM: caption,
    update(next) {
      if (next.type !== node.type) return false;
      node = next;
      draw();
      return true;
    },
    stopEvent: (event) => own(event, dom, caption),
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !caption.contains(mutation.target),
  };
  return made;
};

/** Blocks without text of their own: what they are, their title to edit, their address. */
const card: NodeViewConstructor = (first, view, where) => {
  let node = first;
  const name = first.type.name;
  const kind = el('b', { className: 'what' });
  const title = attribute('title', word(name === 'readMore' ? 'read-more-words' : 'media-title'), node, view, where);
  const address = el('span', { className: 'address' });
  const dom = el('div', { className: `card-block ${name}`, contentEditable: 'false' }, kind, title, address);
  const draw = () => {
    keepUp([title], node);
    kind.textContent = name === 'embed' ? String(node.attrs.provider || word('embed')) : word(`is-${name}`);
    address.textContent = String(node.attrs.url ?? '');
  };
  draw();
  return {
    dom,
    update(next) {
      if (next.type !== node.type) return false;
      node = next;
      draw();
      return true;
    },
    stopEvent: (event) => own(event, dom),
    ignoreMutation: () => true,
  };
};

const pullQuote: NodeViewConstructor = (first, view, where) => {
  let node = first;
  const text = el('p', { className: 'quoted' });
  const speaker = attribute('speaker', word('speaker'), node, view, where);
  const dom = el('div', { className: 'pullQuote' }, text, el('div', { className: 'about', contentEditable: 'false' }, speaker));
  return {
    dom,
    contentDOM: text,
    update(next) {
      if (next.type !== node.type) return false;
      node = next;
      keepUp([speaker], node);
      return true;
    },
    stopEvent: (event) => own(event, dom, text),
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !text.contains(mutation.target),
  };
};

export const nodeViews: Record<string, NodeViewConstructor> = {
  picture,
  galleryPicture: picture,
  embed: card,
  audio: card,
  video: card,
  file: card,
  readMore: card,
  pullQuote,
};
