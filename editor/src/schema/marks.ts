// The marks of a text: those that are printed, and three that only a draft has (insertion, deletion, note).
// `schema.ts` makes the editor's schema of them; their order is the order in which the server writes them.

import type { MarkSpec } from 'prosemirror-model';

function plain(tag: string, also: string[] = []): MarkSpec {
  return { parseDOM: [tag, ...also].map((name) => ({ tag: name })), toDOM: () => [tag, 0] };
}

function change(tag: 'ins' | 'del'): MarkSpec {
  return {
    attrs: { id: {}, by: { default: '' }, at: { default: '' } },
    // What is typed beside a suggestion is a suggestion of its own, or none.
    inclusive: false,
    toDOM: (mark) => [tag, { class: 'suggestion', 'data-id': String(mark.attrs.id) }, 0],
  };
}

export const marks: Record<string, MarkSpec> = {
  insertion: change('ins'),
  deletion: change('del'),
  note: {
    attrs: { id: {} },
    inclusive: false,
    // Two people may hang notes on the same words.
    excludes: '',
    toDOM: (mark) => ['span', { class: 'noted', 'data-note': String(mark.attrs.id) }, 0],
  },
  link: {
    attrs: { href: {}, title: { default: null } },
    inclusive: false,
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: (element: HTMLElement) => ({
          href: element.getAttribute('href'),
          title: element.getAttribute('title') || null,
        }),
      },
    ],
    toDOM: (mark) => ['a', { href: String(mark.attrs.href), rel: 'noreferrer' }, 0],
  },
  strong: plain('strong', ['b']),
  emphasis: plain('em', ['i']),
  strike: plain('s', ['strike', 'del:not(.suggestion)']),
  code: plain('code'),
  sub: plain('sub'),
  sup: plain('sup'),
};
