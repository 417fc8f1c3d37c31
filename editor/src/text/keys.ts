// The keys of the text, as the editor binds them and as the desk's `?` page prints them.
// `printKeys` puts the table into the page as JSON, so that both always say the same.

import { chainCommands, deleteSelection, joinBackward, selectNodeBackward } from 'prosemirror-commands';
import { undoInputRule } from 'prosemirror-inputrules';
import type { Command } from 'prosemirror-state';
import { redoCommand, undoCommand } from 'y-prosemirror';
import * as act from './commands';
import * as table from './table';
import { apple, el } from '../dom';
import { word } from '../words';

export interface Key {
  /** As prosemirror-keymap spells it. */
  keys: string[];
  /** The name of its words. */
  name: string;
  command: Command;
}

/** Keys that only work through a part of the editor that shows something; the part gives the command. */
export interface Parts {
  link: Command;
  find: Command;
  findNext: Command;
  findBack: Command;
  note: Command;
  suggesting: Command;
  accept: Command;
  refuse: Command;
  nextSuggestion: Command;
  backSuggestion: Command;
  nextDeskNote: Command;
  backDeskNote: Command;
  takeFix: Command;
  readMore: Command;
  picture: Command;
  toolbar: Command;
}

export function keyTable(parts: Parts): Key[] {
  return [
    { keys: ['Mod-b'], name: 'strong', command: act.bold },
    { keys: ['Mod-i'], name: 'emphasis', command: act.italic },
    { keys: ['Mod-Shift-x'], name: 'strike', command: act.strike },
    { keys: ['Mod-e'], name: 'code', command: act.code },
    { keys: ['Mod-,'], name: 'sub', command: act.sub },
    { keys: ['Mod-.'], name: 'sup', command: act.sup },
    { keys: ['Mod-k'], name: 'link', command: parts.link },
    { keys: ['Mod-Alt-0'], name: 'paragraph', command: act.paragraph },
    { keys: ['Mod-Alt-2'], name: 'heading-2', command: act.heading(2) },
    { keys: ['Mod-Alt-3'], name: 'heading-3', command: act.heading(3) },
    { keys: ['Mod-Alt-4'], name: 'heading-4', command: act.heading(4) },
    { keys: ['Mod-Shift-8'], name: 'bullets', command: act.bullets },
    { keys: ['Mod-Shift-7'], name: 'numbers', command: act.numbers },
    { keys: ['Mod-Shift-9'], name: 'quote', command: act.quote },
    { keys: ['Mod-Alt-a'], name: 'attribution', command: act.attribution },
    { keys: ['Mod-Alt-p'], name: 'pull-quote', command: act.pullQuote },
    { keys: ['Mod-Alt-c'], name: 'code-block', command: act.codeBlock },
    { keys: ['Shift-Enter'], name: 'hard-break', command: act.hardBreak },
    { keys: ['Alt-ArrowUp'], name: 'move-up', command: act.move(-1) },
    { keys: ['Alt-ArrowDown'], name: 'move-down', command: act.move(1) },
    { keys: ['Mod-Alt-r'], name: 'read-more', command: parts.readMore },
    { keys: ['Mod-Alt-i'], name: 'picture', command: parts.picture },
    { keys: ['Mod-f'], name: 'find', command: parts.find },
    { keys: ['Mod-g', 'F3'], name: 'find-next', command: parts.findNext },
    { keys: ['Mod-Shift-g', 'Shift-F3'], name: 'find-back', command: parts.findBack },
    { keys: ['Mod-Alt-m'], name: 'note', command: parts.note },
    { keys: ['Mod-Alt-s'], name: 'suggesting', command: parts.suggesting },
    { keys: ['Mod-Alt-ArrowDown'], name: 'next-suggestion', command: parts.nextSuggestion },
    { keys: ['Mod-Alt-ArrowUp'], name: 'back-suggestion', command: parts.backSuggestion },
    { keys: ['Mod-Alt-y'], name: 'accept', command: parts.accept },
    { keys: ['Mod-Alt-n'], name: 'refuse', command: parts.refuse },
    // What a rule made of a sign is undone before anything that was typed.
    { keys: ['Mod-z'], name: 'undo', command: chainCommands(undoInputRule, undoCommand as Command) },
    { keys: ['F8'], name: 'next-desk-note', command: parts.nextDeskNote },
    { keys: ['Shift-F8'], name: 'back-desk-note', command: parts.backDeskNote },
    { keys: ['Alt-Enter'], name: 'take-fix', command: parts.takeFix },
    { keys: ['Mod-Shift-z', 'Mod-y'], name: 'redo', command: redoCommand as Command },
    { keys: ['Alt-F10'], name: 'toolbar', command: parts.toolbar },
  ];
}

/** What the keys mean that text editors always had. */
export const structure: Record<string, Command> = {
  Enter: chainCommands(table.cellBelow, act.leaveSingle, act.leaveEmpty, act.splitItem),
  'Mod-Enter': act.hardBreak,
  Tab: chainCommands(table.nextCell(1), act.indent),
  'Shift-Tab': chainCommands(table.nextCell(-1), act.outdent),
  Backspace: chainCommands(undoInputRule, deleteSelection, plainAgain, joinBackward, selectNodeBackward),
};

/** Backspace at the beginning of a subhead, a pull quote, verse or code makes it a paragraph first. */
function plainAgain(...[state, dispatch]: Parameters<Command>): boolean {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0) return false;
  return ['heading', 'pullQuote', 'verse', 'codeBlock'].includes($from.parent.type.name) && act.paragraph(state, dispatch);
}

/** A key as people read it. */
export function spelled(key: string): string {
  return key
    .split(/-(?!$)/)
    .map((part) => {
      if (part === 'Mod') return apple ? '⌘' : 'Ctrl';
      if (part === 'Alt') return apple ? '⌥' : 'Alt';
      if (part === 'Shift') return apple ? '⇧' : 'Shift';
      return part.replace('Arrow', '').replace(/^[a-z]$/, (letter) => letter.toUpperCase());
    })
    .join(apple ? '' : '+');
}

/** Puts the table into the page, where the desk's page of keys finds it. */
export function printKeys(host: HTMLElement, keys: Key[]) {
  host.querySelector('#editor-keys')?.remove();
  const rows = keys.map(({ keys: spellings, name }) => ({ keys: spellings.map(spelled), does: word(`do-${name}`) }));
  const also = ['##', '>', '-', '1.', '```', '---', '**…**', '*…*', '~~…~~', '`…`', '/'];
  const typed = also.map((sign) => ({ keys: [sign], does: word(`typed-${sign}`) }));
  host.append(el('script', { type: 'application/json', id: 'editor-keys', textContent: JSON.stringify([...rows, ...typed]) }));
}
