// The text itself: a ProseMirror view of the shared body with its plugins, toolbar, panels and foot line.
// The island mounts it once the document is there; every part that shows something is made here and nowhere else.

import { baseKeymap } from 'prosemirror-commands';
import { dropCursor } from 'prosemirror-dropcursor';
import { gapCursor } from 'prosemirror-gapcursor';
import { keymap } from 'prosemirror-keymap';
import { EditorState, Plugin, type Command } from 'prosemirror-state';
import { Decoration, DecorationSet, EditorView } from 'prosemirror-view';
import { yCursorPlugin, ySyncPlugin, yUndoPlugin } from 'y-prosemirror';
import { after } from '../dom';
import { linkDialog } from '../insert/links';
import { pasting } from '../insert/paste';
import { pictureDialog, uploads } from '../insert/pictures';
import { cardsFor, readMore } from '../insert/stories';
import type { Island, Places } from '../island';
import { CopyDesk } from '../review/copy-desk';
import { linkNotes, noteDialog } from '../review/notes';
import { linkRecord } from '../review/record';
import { knowName, SuggestionList } from '../review/panel';
import { here, settleHere, step, suggested } from '../review/suggest';
import { cursor, selection } from '../room/cursors';
import { fromOthers, ids } from '../schema/ids';
import { schema } from '../schema/schema';
import { word } from '../words';
import { nodeViews } from './blocks';
import { bubble } from './bubble';
import { Finder } from './find';
import { Foot } from './foot';
import { smallest } from './follow';
import { keyTable, printKeys, structure } from './keys';
import { slashMenu } from './menu';
import { followKeyboard } from './phone';
import { markdown } from './rules';
import { Toolbar } from './toolbar';

export function mountText(island: Omit<Island, 'view'>, where: Places): { view: EditorView; release: () => void } {
  const { host, readonly, room } = island;
  knowName(island.account, island.name);
  const language = host.lang || document.documentElement.lang;
  let suggesting = false;
  const told = new Set<string>();
  const foot = new Foot(host, where.foot);
  const finder = new Finder(!readonly);
  const copyDesk = new CopyDesk(island.story, !readonly);
  let toolbar: Toolbar | null = null;
  let list: SuggestionList | null = null;

  const who = {
    account: island.account,
    now: () => new Date().toISOString(),
    untracked(what: 'blocks' | 'marks') {
      if (!told.has(what)) foot.say(word(`untracked-${what}`));
      told.add(what);
    },
  };
  const toggle: Command = (_state, dispatch) => {
    if (readonly) return false;
    if (dispatch) {
      suggesting = !suggesting;
      host.dataset.suggesting = String(suggesting);
      foot.say(word(suggesting ? 'suggest-on' : 'suggest-off'));
      if (toolbar) toolbar.draw(view.state);
    }
    return true;
  };
  // Who may not settle takes back what they suggested themselves, and no more.
  const whose = host.dataset.settles === 'false' ? island.account : null;
  const keys = keyTable({
    link: linkDialog,
    find: finder.open,
    findNext: finder.next,
    findBack: finder.back,
    note: noteDialog(island.story),
    suggesting: toggle,
    accept: settleHere(true, whose),
    refuse: settleHere(false, whose),
    nextSuggestion: step(1),
    backSuggestion: step(-1),
    nextDeskNote: copyDesk.step(1),
    backDeskNote: copyDesk.step(-1),
    takeFix: copyDesk.acceptHere,
    readMore,
    picture: pictureDialog,
    toolbar: () => toolbar?.focus(view.state) ?? false,
  });
  const bound: Record<string, Command> = {};
  for (const { keys: spellings, command, name } of keys) {
    if (readonly && !['find', 'find-next', 'find-back', 'toolbar', 'next-desk-note', 'back-desk-note'].includes(name)) continue;
    for (const spelling of spellings) bound[spelling] = command;
  }
  const plugins: Plugin[] = [
    ySyncPlugin(island.doc.getXmlFragment('body')) as Plugin,
    yCursorPlugin(room.awareness, { cursorBuilder: cursor, selectionBuilder: selection }) as Plugin,
    yUndoPlugin() as Plugin,
    slashMenu(),
    markdown(language),
    keymap(bound),
    keymap(structure),
    keymap(baseKeymap),
    ids(),
    pasting(),
    uploads(),
    finder.plugin,
    copyDesk.plugin,
    emptyHint(),
    dropCursor({ class: 'drop-here', color: false }),
    gapCursor(),
    ...(readonly ? [] : [bubble(linkDialog, noteDialog(island.story))]),
  ];

  const calm = after(180, () => {
    if (view.isDestroyed) return;
    toolbar?.draw(view.state);
    const open = list?.draw() ?? 0;
    if (toolbar) toolbar.count.textContent = open > 0 ? word('suggestions-open', { n: open }) : '';
    list?.point(here(view.state));
    foot.count(view.state.doc);
  });

  const view: EditorView = new EditorView(where.text, {
    state: EditorState.create({ schema, plugins }),
    editable: () => !readonly,
    nodeViews,
    attributes: {
      id: 'story-text',
      'aria-label': word('text'),
      'aria-multiline': 'true',
      role: 'textbox',
      class: 'story-text',
      lang: language,
      spellcheck: 'true',
      ...(readonly ? { tabindex: '0', 'aria-readonly': 'true' } : {}),
    },
    // The first transaction comes while the view is still being made.
    dispatchTransaction(this: EditorView, given) {
      let transaction = given;
      if (given.docChanged) {
        if (fromOthers(given)) transaction = smallest(this.state, given);
        else if (suggesting) transaction = suggested(this.state, given, who);
      }
      this.updateState(this.state.apply(transaction));
      calm();
      if (given.docChanged) copyDesk.changed();
    },
  });

  toolbar = new Toolbar(view, keys, { link: linkDialog, note: noteDialog(island.story), suggesting: toggle, isSuggesting: () => suggesting, find: finder.open }, !readonly);
  where.bar.replaceChildren(toolbar.root, finder.root);
  list = new SuggestionList(view, !readonly, whose);
  const place = () => {
    const rail = document.getElementById('editor-suggestions') ?? where.rail;
    if (list && list.root.parentElement !== rail) rail.replaceChildren(list.root);
  };
  place();
  document.addEventListener('htmx:afterSettle', place);
  printKeys(host, keys);
  const noCards = readonly ? () => undefined : cardsFor(host, view);
  const leave = copyDesk.mount(view);
  const ties = [linkNotes(view), linkRecord(view)];
  const untie = () => ties.forEach((one) => one());
  const lower = followKeyboard();
  const onSay = (event: Event) => foot.say(String((event as CustomEvent<string>).detail));
  const onOffer = (event: Event) => foot.offer((event as CustomEvent<HTMLElement>).detail);
  view.dom.addEventListener('courant:say', onSay);
  view.dom.addEventListener('courant:offer', onOffer);
  calm();
  return {
    view,
    release() {
      untie();
      noCards();
      leave();
      lower();
      document.removeEventListener('htmx:afterSettle', place);
      list?.root.remove();
      where.bar.replaceChildren();
      delete host.dataset.suggesting;
      view.destroy();
    },
  };
}

/** What an empty story says, where its first words will stand. */
function emptyHint(): Plugin {
  return new Plugin({
    props: {
      decorations(state) {
        const only = state.doc.childCount === 1 ? state.doc.firstChild : null;
        if (only?.type.name !== 'paragraph' || only.content.size > 0) return null;
        return DecorationSet.create(state.doc, [Decoration.node(0, only.nodeSize, { class: 'empty', 'data-placeholder': word('text-empty') })]);
      },
    },
  });
}

