// Keys of the rail's tab Record: j and k go down and up, c confirms, e corrects, x refuses, s joins or parts.
// Each presses what the line itself offers, so that mouse, keyboard and a page without script do the same.

const lines = () => [...document.querySelectorAll<HTMLElement>('#rail [data-found]')].filter((line) => line.offsetParent !== null);
const here = () => lines().find((line) => line.hasAttribute('data-here'));

/** Where the reader of the rail stood, to stand there again when the rail comes back from the server. */
let stood: { mark: string; index: number } | null = null;

function stand(line: HTMLElement | undefined, focus = true) {
  if (!line) return false;
  for (const other of document.querySelectorAll('#rail [data-found][data-here]')) other.removeAttribute('data-here');
  line.setAttribute('data-here', '');
  stood = { mark: line.dataset.found ?? '', index: lines().indexOf(line) };
  if (focus) line.focus({ preventScroll: true });
  line.scrollIntoView({ block: 'nearest' });
  return true;
}

function step(by: number) {
  const all = lines();
  const now = here();
  const at = now ? all.indexOf(now) + by : 0;
  const next = all[Math.min(Math.max(at, 0), all.length - 1)];
  if (!stand(next)) return false;
  next?.dispatchEvent(new CustomEvent('desk:place', { bubbles: true }));
  return true;
}

function press(key: string) {
  const line = here();
  const button = line?.querySelector<HTMLElement>(`[data-does="${key}"]`);
  if (!line || !button) return false;
  stand(line);
  button.click();
  if (button instanceof HTMLElement && button.tagName === 'SUMMARY') line.querySelector<HTMLElement>('details[open] input:not([type=hidden])')?.focus();
  return true;
}

const typing = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || lines().length === 0) return;
  if (event.key === 'Escape' && typing(event.target) && (event.target as HTMLElement).closest('#rail [data-found]')) {
    return void stand((event.target as HTMLElement).closest<HTMLElement>('[data-found]') ?? undefined);
  }
  if (typing(event.target) || document.querySelector('dialog[open]')) return;
  const done = event.key === 'j' ? step(1) : event.key === 'k' ? step(-1) : ['c', 'e', 'x', 's'].includes(event.key) ? press(event.key) : false;
  if (done) event.preventDefault();
});

// What was decided moves on to the next that waits; a line that was only corrected keeps its place.
document.addEventListener('htmx:afterSettle', () => {
  if (!stood || lines().length === 0 || here()) return;
  const all = lines();
  const same = all.find((line) => line.dataset.found === stood?.mark);
  const open = document.querySelector('#rail .wrong');
  const waits = all.slice(all.indexOf(same ?? (all[stood.index] as HTMLElement))).find((line) => line.matches('.is-open, .is-changed'));
  stand(open ? same : (waits ?? same ?? all[Math.min(stood.index, all.length - 1)]));
});

document.addEventListener('click', (event) => {
  const target = event.target as HTMLElement;
  const line = target.closest<HTMLElement>('#rail [data-found]');
  if (!line) return;
  stand(line, false);
  if (target.closest('button, summary, input, textarea, select, label')) return;
  const link = target.closest('a');
  // With the editor there the words are marked in it; without it the link leads to the paragraph.
  if (document.querySelector('.ProseMirror')) {
    if (link) event.preventDefault();
    line.dispatchEvent(new CustomEvent('desk:place', { bubbles: true }));
  }
});
