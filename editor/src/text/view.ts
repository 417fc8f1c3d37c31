// The text itself: a ProseMirror view of the shared body with its plugins. The island mounts it once the document is there.

import { baseKeymap } from 'prosemirror-commands';
import { dropCursor } from 'prosemirror-dropcursor';
import { gapCursor } from 'prosemirror-gapcursor';
import { keymap } from 'prosemirror-keymap';
import { EditorState, type Plugin } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { redoCommand, undoCommand, yCursorPlugin, ySyncPlugin, yUndoPlugin } from 'y-prosemirror';
import { cursor, selection } from '../room/cursors';
import { fromOthers, ids } from '../schema/ids';
import { schema } from '../schema/schema';
import type { Island, Places } from '../island';
import { smallest } from './follow';

export function mountText(island: Omit<Island, 'view'>, where: Places): { view: EditorView; release: () => void } {
  const plugins: Plugin[] = [
    ySyncPlugin(island.doc.getXmlFragment('body')) as Plugin,
    yCursorPlugin(island.room.awareness, { cursorBuilder: cursor, selectionBuilder: selection }) as Plugin,
    yUndoPlugin() as Plugin,
    keymap({ 'Mod-z': undoCommand, 'Mod-y': redoCommand, 'Mod-Shift-z': redoCommand }),
    keymap(baseKeymap),
    ids(),
    dropCursor({ class: 'drop-here', color: false }),
    gapCursor(),
  ];
  const view = new EditorView(where.text, {
    state: EditorState.create({ schema, plugins }),
    editable: () => !island.readonly,
    attributes: {
      'aria-label': 'Text',
      'aria-multiline': 'true',
      role: 'textbox',
      class: 'story-text',
      lang: island.host.lang || document.documentElement.lang,
      spellcheck: 'true',
    },
    // The first transaction comes while the view is still being made.
    dispatchTransaction(this: EditorView, given) {
      const transaction = fromOthers(given) && given.docChanged ? smallest(this.state, given) : given;
      this.updateState(this.state.apply(transaction));
    },
  });
  return { view, release: () => view.destroy() };
}
