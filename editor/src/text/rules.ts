// Markdown as one types it, and quotation marks: `## `, `> `, `- `, `1. `, ``` and ---, and **strong**, *emphasis*, ~~struck~~ and `code`.
// A plugin of the text; Backspace right after a rule takes it back.

import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules';
import type { Plugin } from 'prosemirror-state';
import { mark, node } from '../schema/schema';
import { insertBlock } from './commands';
import { quotes } from './quotes';

/** Marks what stands between two signs, and takes the signs away. */
function marking(pattern: RegExp, name: string): InputRule {
  return new InputRule(
    pattern,
    (state, match, start, end) => {
      const inner = match[2] ?? '';
      const whole = match[0];
      const lead = match[1] ?? '';
      if (!inner.trim() || state.doc.resolve(start).parent.type.spec.code) return null;
      const from = start + lead.length;
      const sign = (whole.length - lead.length - inner.length) / 2;
      const type = mark(name);
      const tr = state.tr;
      // The last letter of the closing sign is not in the text yet.
      tr.delete(from + sign + inner.length, end);
      tr.delete(from, from + sign);
      tr.addMark(from, from + inner.length, type.create());
      return tr.removeStoredMark(type);
    },
    { inCodeMark: false },
  );
}

export function markdown(language: string): Plugin {
  return inputRules({
    rules: [
      quotes(language),
      textblockTypeInputRule(/^(#{1,4})\s$/, node('heading'), (match) => ({ level: Math.min(4, Math.max(2, match[1]?.length ?? 2)) })),
      wrappingInputRule(/^\s*>\s$/, node('blockquote')),
      wrappingInputRule(/^\s*[-*+]\s$/, node('bulletList')),
      wrappingInputRule(
        /^(\d{1,4})\.\s$/,
        node('orderedList'),
        (match) => ({ start: Number(match[1]) === 1 ? null : Number(match[1]) }),
        (match, before) => before.childCount + Number(before.attrs.start ?? 1) === Number(match[1]),
      ),
      textblockTypeInputRule(/^```$/, node('codeBlock')),
      new InputRule(/^(?:---|\*\*\*|___)$/, (state) => {
        let out = null;
        const { $from } = state.selection;
        const cleared = state.apply(state.tr.delete($from.start(), $from.end()));
        insertBlock(node('horizontalRule').create())(cleared, (tr) => (out = tr));
        if (!out) return null;
        // Both steps as one, on the state that asked.
        const tr = state.tr.delete($from.start(), $from.end());
        for (const step of (out as typeof tr).steps) tr.step(step);
        return tr.setSelection((out as typeof tr).selection.map(tr.doc, tr.mapping.slice(tr.steps.length)));
      }),
      marking(/(^|[^*\w])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, 'strong'),
      marking(/(^|[^*\w])\*([^*\s](?:[^*]*[^*\s])?)\*$/, 'emphasis'),
      marking(/(^|[^_\w])_([^_\s](?:[^_]*[^_\s])?)_$/, 'emphasis'),
      marking(/(^|[^~])~~([^~\s](?:[^~]*[^~\s])?)~~$/, 'strike'),
      marking(/(^|[^`])`([^`\s](?:[^`]*[^`\s])?)`$/, 'code'),
    ],
  });
}
