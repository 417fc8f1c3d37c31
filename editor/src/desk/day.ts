// The day without leaving it: stories are dragged to another hour or section, forms open beside the board and answer
// there, and the board follows what others do. Without this script links and forms do the same.

import { el } from '../dom';

const board = () => document.getElementById('board');
const main = document.getElementById('main');

if (board() && main) start(main);

function start(main: HTMLElement) {
  const say = document.body.appendChild(el('p', { className: 'off', role: 'status', id: 'day-say' }));
  let dragged: HTMLElement | null = null;
  let busy = false;
  let pressed = false;
  /** The board as the server sent it last. */
  let served = board()?.outerHTML;
  /** What opened the sheet, by id of its card, so that the focus can go back. */
  let opener: HTMLElement | null = null;

  const here = () => location.pathname + location.search;

  /** Puts parts of a page that the server sent in the place of ours; the focus stays where it was. */
  function take(fresh: Document, ids: string[]) {
    const focused = document.activeElement as HTMLElement | null;
    const focus = focused?.id || focused?.closest('article')?.id || '';
    const isLink = Boolean(focused?.closest('article') && focused !== focused.closest('article'));
    const wasChange = focused?.classList.contains('day-change') ?? false;
    for (const id of ids) {
      const next = fresh.getElementById(id);
      if (next) document.getElementById(id)?.replaceWith(next);
    }
    served = fresh.getElementById('board')?.outerHTML ?? served;
    if (!focus || document.activeElement !== document.body) return;
    const again = document.getElementById(focus);
    (isLink ? again?.querySelector<HTMLElement>(wasChange ? '.day-change' : 'a') : again)?.focus({ preventScroll: true });
  }

  function told(fresh: Document) {
    const status = document.getElementById('status');
    const said = fresh.getElementById('status')?.textContent ?? '';
    if (status && said) status.replaceWith(Object.assign(status.cloneNode() as HTMLElement, { textContent: said }));
  }

  const parse = (html: string) => new DOMParser().parseFromString(html, 'text/html');

  /** Opens the sheet of a page of ours. */
  async function open(address: string, from: HTMLElement) {
    const response = await fetch(address, { credentials: 'same-origin' });
    if (!response.ok || response.redirected) return location.assign(address);
    opener = from;
    take(parse(await response.text()), ['sheet']);
    document.querySelector<HTMLElement>('#sheet input:not([type=hidden]), #sheet select, #sheet textarea')?.focus();
  }

  function close() {
    const sheet = document.getElementById('sheet');
    if (!sheet?.classList.contains('open')) return;
    sheet.replaceWith(el('section', { id: 'sheet' }));
    if (/[?&](change|plan|undo|done)=/.test(location.search)) history.replaceState(null, '', `${location.pathname}${board()?.dataset.rest ? `?${board()!.dataset.rest}` : ''}`);
    const card = opener?.isConnected ? opener : opener && document.getElementById(opener.closest('article')?.id ?? '')?.querySelector<HTMLElement>('.day-change');
    (card ?? document.querySelector<HTMLElement>('[data-key="n"]'))?.focus();
  }

  /** Sends a form of the day and shows what came of it. */
  async function send(address: string, body: URLSearchParams, moved?: { title: string; place: string; story: string }) {
    if (busy) return;
    busy = true;
    try {
      const response = await fetch(address, { method: 'POST', body, headers: { 'X-Requested-With': 'courant' }, credentials: 'same-origin' });
      if (response.redirected && !new URL(response.url).pathname.startsWith('/desk/day')) return location.assign(response.url);
      if (response.status === 401) return location.reload();
      const fresh = parse(await response.text());
      if (!fresh.getElementById('board')) {
        // A page that says no: it stands for itself.
        const next = fresh.getElementById('main');
        if (next) main.replaceChildren(...next.childNodes);
        return;
      }
      // Another day was asked for: its page is the answer.
      if (response.ok && fresh.getElementById('board')?.dataset.day !== board()?.dataset.day) return location.assign(response.url);
      take(fresh, ['week', 'undo', 'sheet', 'board']);
      told(fresh);
      const refused = !response.ok;
      const target = refused ? document.querySelector<HTMLElement>('#sheet input:not([type=hidden])') : (document.querySelector<HTMLElement>('#undo-move') ?? document.querySelector<HTMLElement>('[data-key="n"]'));
      target?.focus({ preventScroll: !refused });
      if (!refused && moved) {
        say.textContent = (board()?.dataset.moved ?? '').replace('{title}', moved.title).replace('{place}', moved.place);
        document.getElementById(`s-${moved.story}`)?.classList.add('arrived');
      }
    } catch {
      const status = document.getElementById('status');
      if (status) status.replaceWith(Object.assign(status.cloneNode() as HTMLElement, { textContent: document.body.dataset.failed ?? '' }));
    } finally {
      busy = false;
    }
  }

  main.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-sheet], a[data-close]');
    if (!link) return;
    event.preventDefault();
    if (link.dataset.close !== undefined) close();
    else void open(link.href, link);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.activeElement?.closest('#sheet')) close();
  });
  main.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.plan === undefined) return;
    event.preventDefault();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) body.append(name, String(value));
    void send(form.action, body);
  });
  // A filter that is chosen is a filter that is meant.
  main.addEventListener('change', (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>('form.day-filter');
    if (form && event.target instanceof HTMLSelectElement) form.requestSubmit();
  });

  // By mouse.
  const cellOf = (event: Event) => (event.target as Element).closest<HTMLElement>('[data-cell]');
  main.addEventListener('dragstart', (event) => {
    const card = (event.target as Element).closest<HTMLElement>('[draggable=true]');
    if (!card || !event.dataTransfer) return;
    dragged = card;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', card.dataset.title ?? '');
    card.classList.add('dragged');
  });
  main.addEventListener('dragover', (event) => {
    if (!dragged) return;
    const cell = cellOf(event);
    for (const one of main.querySelectorAll('.over')) if (one !== cell) one.classList.remove('over');
    if (!cell || cell === dragged.parentElement) return;
    event.preventDefault();
    cell.classList.add('over');
  });
  main.addEventListener('drop', (event) => {
    const cell = cellOf(event);
    const root = board();
    if (!dragged || !cell || !root || cell === dragged.parentElement) return;
    event.preventDefault();
    const card = dragged;
    const from = Number(cell.dataset.from);
    const minutes = Number(card.dataset.minute) * 60_000_000;
    // The minutes stay where the hour has them; without an hour it is the day.
    const due = cell.dataset.from ? String(from + minutes < Number(cell.dataset.until) ? from + minutes : from) : root.dataset.day!;
    const body = new URLSearchParams({ on: root.dataset.day!, 'seen-due': card.dataset.due ?? '', 'seen-section': card.dataset.section ?? '' });
    for (const [name, value] of new URLSearchParams(root.dataset.rest ?? '')) body.append(name, value);
    const same = (cell.parentElement?.contains(card) ?? false) && card.id.startsWith('s-');
    if (!same) body.set('due', due);
    if (cell.dataset.cell !== card.dataset.section) body.set('section', cell.dataset.cell ?? '');
    void send(`/desk/day/stories/${card.dataset.story}`, body, { title: card.dataset.title ?? '', place: cell.dataset.name ?? '', story: card.dataset.story ?? '' });
  });
  document.addEventListener('pointerdown', () => (pressed = true));
  for (const end of ['pointerup', 'pointercancel', 'dragend']) document.addEventListener(end, () => (pressed = false));
  document.addEventListener('dragend', () => {
    dragged = null;
    for (const one of main.querySelectorAll('.over, .dragged')) one.classList.remove('over', 'dragged');
  });

  // What others do, and what the clock does: the board alone is taken, so that an open form keeps every letter.
  async function refresh() {
    const inHand = () => dragged || busy || pressed || document.visibilityState !== 'visible';
    if (!board() || inHand()) return;
    const response = await fetch(here(), { credentials: 'same-origin' });
    if (!response.ok || response.redirected) return;
    const fresh = parse(await response.text());
    if (!fresh.getElementById('board') || fresh.getElementById('board')?.outerHTML === served || inHand()) return;
    take(fresh, ['week', 'board']);
  }
  document.body.addEventListener('desk:changed', () => void refresh());
  setInterval(() => void refresh(), 60_000);
}
