// The line that says whether everything is saved: always on screen, quiet, never a promise that is not kept.
// The island feeds it from the room and the browser's store; it also holds the page when words would be lost.

import { el } from '../dom';
import { word } from '../words';

export class Status {
  readonly line: HTMLElement;
  private readonly words = el('span', { className: 'said' });
  private savedAt = 0;
  private saved = true;
  private open = false;
  private fixed = '';
  private stored = true;

  constructor(private readonly island: HTMLElement) {
    this.line = el('p', { className: 'saved-line', role: 'status' }, el('i', { className: 'light', 'aria-hidden': 'true' }), this.words);
    setInterval(() => this.draw(), 1_000);
    addEventListener('beforeunload', (event) => {
      // With a store of the browser nothing is lost; even so one is asked while the server lacks something.
      if (!this.saved) event.preventDefault();
    });
    this.draw();
  }

  set standing(open: boolean) {
    this.open = open;
    if (!open) this.tell('courant:offline');
    this.draw();
  }

  set isSaved(saved: boolean) {
    const was = this.saved;
    this.saved = saved;
    if (saved) {
      this.savedAt = Date.now();
      this.tell('courant:saved', { at: new Date(this.savedAt).toISOString() });
    } else if (was) this.tell('courant:unsaved');
    this.draw();
  }

  set hasStore(stored: boolean) {
    this.stored = stored;
    this.draw();
  }

  /** A state that stays: read only, signed out, gone. */
  stay(message: string) {
    this.fixed = message;
    this.draw();
  }

  private tell(name: string, detail: object = {}) {
    this.island.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  private draw() {
    const { state, text } = this.read();
    if (this.line.dataset.state !== state) this.line.dataset.state = state;
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  private read(): { state: string; text: string } {
    if (this.fixed) return { state: 'fixed', text: this.fixed };
    if (!this.stored && !this.saved) return { state: 'offline', text: word('no-store') };
    if (!this.open) return { state: 'offline', text: this.savedAt || !this.saved ? word('offline') : word('connecting') };
    if (!this.saved) return { state: 'unsaved', text: word('saving') };
    if (!this.savedAt) return { state: 'saved', text: word('saved-now') };
    return { state: 'saved', text: word('saved', { when: ago(Date.now() - this.savedAt) }) };
  }
}

/** How long ago, in steps that do not make a screen reader talk all the time. */
export function ago(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 2) return word('just-now');
  if (seconds < 10) return word('seconds-ago', { n: seconds });
  if (seconds < 60) return word('seconds-ago', { n: Math.floor(seconds / 10) * 10 });
  return word('minutes-ago', { n: Math.floor(seconds / 60) });
}
