// The blocks of a story by the names and attributes that courant_text reads and writes.
// `schema.ts` makes the editor's schema of them; what a published document may hold is judged by the server alone.

import type { AttributeSpec, DOMOutputSpec, Node, NodeSpec } from 'prosemirror-model';

type Attrs = Record<string, AttributeSpec>;

/** An attribute that may be absent; absent is null, and null is neither stored nor sent. */
const maybe: AttributeSpec = { default: null };
const id: Attrs = { id: maybe };

/** What an element of the clipboard carries in `data-` attributes, as numbers where numbers belong. */
function carried(names: string[]) {
  return (element: HTMLElement): Record<string, unknown> => {
    const attrs: Record<string, unknown> = {};
    for (const name of names) {
      const value = element.getAttribute(`data-${name.toLowerCase()}`);
      if (value === null) continue;
      attrs[name] = ['level', 'start', 'headerRows'].includes(name) ? Number(value) : value;
    }
    return attrs;
  };
}

/** The `data-` attributes that let a copy within the editor lose nothing. */
function carrying(node: Node): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(node.attrs)) {
    if (value !== null && value !== undefined) out[`data-${name.toLowerCase()}`] = String(value);
  }
  return out;
}

interface Shape {
  tag: string;
  /** The class by which the style sheet and the clipboard know it. */
  kind?: string;
  hole?: boolean;
}

function block(spec: NodeSpec, shape: Shape, attrs: string[] = []): NodeSpec {
  const all: Attrs = { ...id };
  for (const name of attrs) all[name] = maybe;
  return part({ group: 'block', ...spec, attrs: { ...all, ...spec.attrs } }, shape, ['id', ...attrs]);
}

function part(spec: NodeSpec, { tag, kind, hole = true }: Shape, attrs: string[] = []): NodeSpec {
  const match = kind ? `${tag}.${kind}` : tag;
  const read = carried(attrs);
  return {
    parseDOM: [{ tag: match, priority: kind ? 60 : 50, getAttrs: read }],
    toDOM(node): DOMOutputSpec {
      const dom = { ...(kind ? { class: kind } : {}), ...carrying(node) };
      return hole ? [tag, dom, 0] : [tag, dom];
    },
    ...spec,
  };
}

const picture = { content: 'inline*', draggable: true, isolating: true };
const pictureAttrs = ['picture', 'source', 'alt', 'credit'];
const leaf = { atom: true, draggable: true, selectable: true };

export const nodes: Record<string, NodeSpec> = {
  doc: { content: 'block+' },
  text: { group: 'inline' },
  hardBreak: {
    inline: true,
    group: 'inline',
    selectable: false,
    linebreakReplacement: true,
    leafText: () => '\n',
    parseDOM: [{ tag: 'br' }],
    toDOM: () => ['br'],
  },

  paragraph: block({ content: 'inline*' }, { tag: 'p' }),
  heading: block(
    {
      content: 'inline*',
      defining: true,
      attrs: { level: { default: 2 } },
      parseDOM: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag, at) => ({
        tag,
        getAttrs: (element: HTMLElement) => ({ ...carried(['id'])(element), level: Math.min(Math.max(at + 1, 2), 4) }),
      })),
      toDOM: (node) => [`h${Number(node.attrs.level) || 2}`, carrying(node), 0],
    },
    { tag: 'h2' },
  ),
  blockquote: block({ content: 'block* attribution*', defining: true }, { tag: 'blockquote' }),
  attribution: part({ content: 'inline*', defining: true }, { tag: 'footer', kind: 'attribution' }),
  pullQuote: block({ content: 'inline*', defining: true }, { tag: 'aside', kind: 'pullQuote' }, ['speaker']),
  bulletList: block({ content: 'listItem+' }, { tag: 'ul' }),
  orderedList: block(
    {
      content: 'listItem+',
      toDOM(node) {
        const start = Number(node.attrs.start ?? 1);
        return ['ol', { ...(start === 1 ? {} : { start: String(start) }), ...carrying(node) }, 0];
      },
    },
    { tag: 'ol' },
    ['start'],
  ),
  listItem: part({ content: 'block+', defining: true }, { tag: 'li' }),
  picture: block(picture, { tag: 'figure', kind: 'picture' }, pictureAttrs),
  gallery: block({ content: 'galleryPicture+', isolating: true }, { tag: 'div', kind: 'gallery' }),
  galleryPicture: part(
    { ...picture, attrs: Object.fromEntries(pictureAttrs.map((name) => [name, maybe])) },
    { tag: 'figure', kind: 'galleryPicture' },
    pictureAttrs,
  ),
  embed: block(leaf, { tag: 'div', kind: 'embed', hole: false }, ['provider', 'url', 'title']),
  audio: block(leaf, { tag: 'div', kind: 'audio', hole: false }, ['url', 'title']),
  video: block(leaf, { tag: 'div', kind: 'video', hole: false }, ['url', 'title']),
  file: block(leaf, { tag: 'div', kind: 'file', hole: false }, ['url', 'title']),
  details: block({ content: 'detailsSummary detailsContent', defining: true }, { tag: 'div', kind: 'details' }),
  detailsSummary: part({ content: 'inline*', defining: true, isolating: true }, { tag: 'div', kind: 'detailsSummary' }),
  detailsContent: part({ content: 'block*', defining: true, isolating: true }, { tag: 'div', kind: 'detailsContent' }),
  verse: block({ content: 'inline*', defining: true }, { tag: 'div', kind: 'verse' }),
  readMore: block(leaf, { tag: 'div', kind: 'readMore', hole: false }, ['title', 'story', 'url']),
  codeBlock: block(
    {
      content: 'text*',
      marks: '',
      code: true,
      defining: true,
      parseDOM: [{ tag: 'pre', preserveWhitespace: 'full', getAttrs: carried(['id', 'language']) }],
      toDOM: (node) => ['pre', carrying(node), ['code', 0]],
    },
    { tag: 'pre' },
    ['language'],
  ),
  table: block(
    {
      content: 'tableCaption? tableRow*',
      isolating: true,
      parseDOM: [{ tag: 'table', getAttrs: carried(['id', 'headerRows']) }],
      toDOM: (node) => ['table', carrying(node), ['tbody', 0]],
    },
    { tag: 'table' },
    ['headerRows'],
  ),
  tableCaption: part({ content: 'inline*', isolating: true }, { tag: 'caption' }),
  tableRow: part({ content: '(tableCell | tableHeader)*' }, { tag: 'tr' }),
  tableCell: part({ content: 'inline*', isolating: true }, { tag: 'td' }),
  tableHeader: part({ content: 'inline*', isolating: true }, { tag: 'th' }),
  horizontalRule: block({ ...leaf, atom: false }, { tag: 'hr', hole: false }),
};
