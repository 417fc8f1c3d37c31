// The line below the text: saved or not, words and minutes, how far the promised length is, and quiet remarks.
// The text's view feeds it after a pause in typing.

import type { Node } from 'prosemirror-model';
import { el } from '../dom';
import { word } from '../words';
import { countOf, minutes, type Counts } from './counts';

export class Foot {
  private readonly counts = el('p', { className: 'counts' });
  private readonly bar = el('progress', { className: 'promised', 'aria-label': word('promised') });
  private readonly remark = el('p', { className: 'remark', role: 'status' });
  private readonly number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  private promised = 0;
  private last: Counts = { words: -1, characters: -1 };
  private fade: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: HTMLElement,
    root: HTMLElement,
  ) {
    root.querySelectorAll('.counts, .promised, .remark').forEach((old) => old.remove());
    this.bar.hidden = true;
    root.append(this.counts, this.bar, this.remark);
  }

  count(doc: Node) {
    const now = countOf(doc);
    if (now.words === this.last.words && now.characters === this.last.characters) return;
    this.last = now;
    // The page's own word, or what the plan in the rail says while that tab is open.
    const plan = document.querySelector<HTMLInputElement>('#rail input[name="words"]');
    if (plan) this.promised = Number(plan.value) || 0;
    const planned = Number(this.host.dataset.planned ?? this.promised);
    const n = this.number.format(now.words);
    const parts = [planned > 0 ? word('words-of', { n, planned: this.number.format(planned) }) : word('words', { n })];
    parts.push(word('characters', { n: this.number.format(now.characters) }));
    if (now.words > 0) parts.push(word('reading', { n: minutes(now.words) }));
    this.counts.textContent = parts.join(' · ');
    this.bar.hidden = planned <= 0;
    if (planned > 0) {
      this.bar.max = planned;
      this.bar.value = Math.min(now.words, planned);
      this.bar.classList.toggle('over', now.words > planned * 1.1);
    }
    this.host.dispatchEvent(new CustomEvent('courant:counts', { detail: now, bubbles: true }));
  }

  say(text: string) {
    this.remark.textContent = text;
    clearTimeout(this.fade);
    this.fade = setTimeout(() => this.remark.replaceChildren(), 12_000);
  }

  /** Puts a button beside the remark. */
  offer(button: HTMLElement) {
    this.remark.append(' ', button);
    button.addEventListener('click', () => this.remark.replaceChildren());
  }
}
