// Typing " and ' gives the quotation marks of the paper's language, and ' within a word an apostrophe. Never in code.
// A rule of the text like those of Markdown: Backspace or Ctrl-Z right after it gives the straight sign back.

import { InputRule } from 'prosemirror-inputrules';

/** Opening and closing marks, outside and within. */
interface Marks {
  double: [string, string];
  single: [string, string];
}

const curly: Marks = { double: ['“', '”'], single: ['‘', '’'] };
const low: Marks = { double: ['„', '“'], single: ['‚', '‘'] };
const lowAndHigh: Marks = { double: ['„', '”'], single: ['‚', '’'] };
const angles: Marks = { double: ['«', '»'], single: ['“', '”'] };
const right: Marks = { double: ['”', '”'], single: ['’', '’'] };

/** By language; whatever is not here has curly ones. */
const languages: Record<string, Marks> = {
  de: low,
  'de-ch': { double: ['«', '»'], single: ['‹', '›'] },
  cs: low,
  sk: low,
  sl: low,
  bg: low,
  is: low,
  pl: lowAndHigh,
  hu: lowAndHigh,
  ro: { double: ['„', '”'], single: ['«', '»'] },
  // A blank that no line breaks at stands within.
  fr: { double: ['«\u00a0', '\u00a0»'], single: ['“', '”'] },
  'fr-ch': { double: ['«', '»'], single: ['‹', '›'] },
  es: angles,
  'es-mx': curly,
  'es-ar': curly,
  it: angles,
  pt: angles,
  'pt-br': curly,
  ca: angles,
  el: angles,
  no: { double: ['«', '»'], single: ['‘', '’'] },
  nb: { double: ['«', '»'], single: ['‘', '’'] },
  nn: { double: ['«', '»'], single: ['‘', '’'] },
  ru: { double: ['«', '»'], single: ['„', '“'] },
  uk: { double: ['«', '»'], single: ['„', '“'] },
  ar: angles,
  fa: { double: ['«', '»'], single: ['‹', '›'] },
  da: { double: ['»', '«'], single: ['›', '‹'] },
  sv: right,
  fi: right,
  ja: { double: ['「', '」'], single: ['『', '』'] },
};

export function marksOf(language: string): Marks {
  const tag = language.toLowerCase();
  return languages[tag] ?? languages[tag.split('-')[0] ?? ''] ?? curly;
}

/** What a straight sign becomes after these words of its paragraph. */
export function quote(before: string, sign: string, { double, single }: Marks): string {
  const opens = before === '' || /[\s([{\u2013\u2014/\ufffc«‹„‚“‘「『]$/.test(before) || before.endsWith(double[0]) || before.endsWith(single[0]);
  if (sign === '"') return opens ? double[0] : double[1];
  if (opens) return single[0];
  // Only where it was opened does it close; else it stands for a letter that is left out.
  return isOpen(before, single) ? single[1] : '’';
}

function isOpen(before: string, [open, close]: [string, string]): boolean {
  if (open === close || close === '’') return close === '’';
  return before.lastIndexOf(open) > before.lastIndexOf(close);
}

const KEY = 'courant:straight-quotes';

/** Whether signs stay as they are typed; the browser remembers it. */
export function straight(): boolean {
  try {
    return localStorage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}

export function setStraight(yes: boolean) {
  try {
    if (yes) localStorage.setItem(KEY, 'yes');
    else localStorage.removeItem(KEY);
  } catch {
    // Without a store it holds for this page alone, which is what a private window wants.
  }
}

/** The rule. A sign in code stays as it is. */
export function quotes(language: string): InputRule {
  const marks = marksOf(language);
  return new InputRule(
    /["']$/,
    (state, match, start, end) => {
      const $at = state.doc.resolve(start);
      if (straight() || $at.parent.type.spec.code) return null;
      const before = $at.parent.textBetween(0, $at.parentOffset, undefined, '\ufffc');
      return state.tr.insertText(quote(before, match[0], marks), start, end);
    },
    { inCodeMark: false },
  );
}
