// The tab Related: a suggested story becomes a "Read more" card at the cursor with one key, chosen stories are put in
// order by dragging or by keys, and a suggested event is confirmed (c) or refused (x) with one key. The tab's forms do the rest.

import htmx from 'htmx.org';

const editor = document.getElementById('editor');

/** Buttons that need the editor are shown when there is one to write in. */
function offer() {
  if (!editor || editor.dataset.readonly === 'true') return;
  for (const button of document.querySelectorAll<HTMLElement>('[data-read-more][hidden]')) button.hidden = false;
}
offer();
document.addEventListener('htmx:afterSwap', offer);

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-read-more]') : null;
  if (!button || !editor) return;
  const { readMore: story, title, path } = button.dataset;
  editor.dispatchEvent(new CustomEvent('courant:read-more', { detail: { story, title, path } }));
});

const typing = (target: Element) => target.closest('input, textarea, select, [contenteditable="true"]') !== null;

document.addEventListener('keydown', (event) => {
  if (!(event.target instanceof Element)) return;
  const chosen = event.target.closest('.chosen li');
  if (chosen && event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    const button = chosen.querySelector<HTMLElement>(`[data-move="${event.key === 'ArrowUp' ? 'up' : 'down'}"]`);
    event.preventDefault();
    return button?.click();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const act = event.key === 'c' ? 'confirm' : event.key === 'x' ? 'refuse' : null;
  const line = act && event.target.closest('[data-event]');
  const button = line ? line.querySelector<HTMLElement>(`[data-key="${act}"]`) : null;
  if (!button || button.closest('details:not([open])')) return;
  event.preventDefault();
  button.click();
});

let dragged: HTMLElement | null = null;
const line = (event: Event) => (event.target instanceof Element ? event.target.closest<HTMLElement>('.chosen li[draggable]') : null);

document.addEventListener('dragstart', (event) => {
  dragged = line(event);
  if (dragged && event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
});
document.addEventListener('dragover', (event) => {
  const over = line(event);
  if (!dragged || !over) return;
  event.preventDefault();
  for (const one of document.querySelectorAll('.chosen .over')) one.classList.remove('over');
  over.classList.add('over');
});
document.addEventListener('drop', (event) => {
  const over = line(event);
  const list = over?.closest<HTMLElement>('[data-order]');
  if (!dragged || !over || !list || dragged === over) return;
  event.preventDefault();
  const all = [...list.querySelectorAll<HTMLElement>('li[data-story]')];
  if (all.indexOf(dragged) < all.indexOf(over)) over.after(dragged);
  else over.before(dragged);
  const stories = [...list.querySelectorAll<HTMLElement>('li[data-story]')].map((one) => one.dataset.story).join(' ');
  void htmx.ajax('post', list.dataset.order ?? '', { source: list, target: '#rail', select: '#rail', swap: 'outerHTML', values: { stories } });
});
document.addEventListener('dragend', () => {
  dragged = null;
  for (const one of document.querySelectorAll('.chosen .over')) one.classList.remove('over');
});
