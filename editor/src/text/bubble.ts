// The small bar over a selection: bold, italic, link, note. Only for a pointer; the keys do the same everywhere.

import { Plugin, TextSelection, type Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { after, el } from '../dom';
import { word } from '../words';
import { bold, italic } from './commands';

export function bubble(link: Command, note: Command): Plugin {
  return new Plugin({
    view(view) {
      const button = (name: string, sign: string, command: Command) => {
        const element = el('button', { type: 'button', tabIndex: -1, className: `tool tool-${name}`, textContent: sign, 'aria-label': word(`do-${name}`) });
        element.onmousedown = (event) => event.preventDefault();
        element.onclick = () => command(view.state, view.dispatch, view);
        return element;
      };
      const root = el(
        'div',
        { className: 'bubble', 'aria-hidden': 'true' },
        button('strong', 'B', bold),
        button('emphasis', 'I', italic),
        button('link', word('link'), link),
        button('note', word('note'), note),
      );
      root.hidden = true;
      view.dom.parentElement?.append(root);
      const draw = (now: EditorView) => {
        const { selection } = now.state;
        const wanted = selection instanceof TextSelection && !selection.empty && now.hasFocus() && !document.querySelector('dialog[open]');
        if (!wanted || now.isDestroyed) {
          root.hidden = true;
          return;
        }
        root.hidden = false;
        const from = now.coordsAtPos(selection.from);
        const around = (root.offsetParent ?? document.body).getBoundingClientRect();
        root.style.top = `${from.top - around.top - root.offsetHeight - 6}px`;
        root.style.left = `${Math.max(0, Math.min(from.left - around.left, around.width - root.offsetWidth))}px`;
      };
      const later = after(200, draw);
      return {
        update(now, before) {
          if (now.state.selection.empty) {
            if (!root.hidden) root.hidden = true;
          } else if (!before.selection.eq(now.state.selection)) later(now);
        },
        destroy: () => root.remove(),
      };
    },
    props: { handleDOMEvents: { blur: (view) => ((view.dom.parentElement?.querySelector<HTMLElement>('.bubble') ?? { hidden: true }).hidden = true, false) } },
  });
}
