// A front laid out by hand: stories are dragged from the pool to a seat and from seat to seat, or picked up and put down
// with keys or two presses. Each change is a form of the page, sent from here; without this script the forms do the same.

import { after, el } from '../dom';

interface Carried {
  story: string;
  headline: string;
  /** The seat that it comes from; nothing when it comes from the pool. */
  from: string | null;
  button: HTMLElement;
}

const front = () => document.getElementById('front');
const main = document.getElementById('main');

if (front() && main) start(main);
fit();

function start(main: HTMLElement) {
  const say = document.body.appendChild(el('p', { className: 'off', 'aria-live': 'assertive', 'aria-atomic': 'true', id: 'front-say' }));
  let carried: Carried | null = null;
  /** Where the arrow keys stand among the targets; -1 when they have not moved. */
  let at = -1;
  let dragged: { story: string; from: string | null } | null = null;
  let busy = false;
  /** A button of the mouse is down: what is under it must not be taken away. */
  let pressed = false;
  /** The page as the server sent it last. */
  let served = front()?.outerHTML;

  const words = (name: string, values: Record<string, string> = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), front()?.dataset[name] ?? '');
  const tell = (text: string) => (say.textContent = text);
  const seats = () => [...main.querySelectorAll<HTMLElement>('[data-seat]')];
  const seatOf = (element: Element | null) => element?.closest<HTMLElement>('[data-seat]') ?? null;
  const open = (seat: HTMLElement) => seat.dataset.locked === undefined;
  const headlineIn = (seat: HTMLElement) => seat.querySelector<HTMLElement>('.take')?.dataset.headline || words('automatic');

  /** The seats that can take what is carried, and the pool, which means out of the page. */
  function targets(): HTMLElement[] {
    const pool = document.getElementById('pool');
    const all = seats().filter((seat) => open(seat) && seat.dataset.seat !== carried?.from);
    return carried?.from && pool ? [...all, pool] : all;
  }

  /** Takes a page that the server answered with: what stands in main, the status, and the focus where it was. */
  function take(html: string, focus?: string) {
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    const next = fresh.getElementById('main');
    if (!next) return;
    served = next.querySelector('#front')?.outerHTML;
    const here = document.activeElement?.id;
    const opened = [...main.querySelectorAll('details[open][id]')].map((one) => one.id);
    main.replaceChildren(...next.childNodes);
    // Menus that something was just done in are closed; what says how things stand keeps its state.
    for (const id of opened) if (['draft-changes', 'strip-set'].includes(id)) document.getElementById(id)?.setAttribute('open', '');
    const status = document.getElementById('status');
    const said = fresh.getElementById('status')?.textContent ?? '';
    if (status && said) status.replaceWith(Object.assign(status.cloneNode() as HTMLElement, { textContent: said }));
    (document.getElementById(focus ?? here ?? '') ?? (focus ? document.getElementById('main') : null))?.focus();
    carried = null;
    at = -1;
    document.querySelector('.carry')?.remove();
  }

  async function answered(response: Response, focus?: string) {
    // Whoever is signed out is led to the door.
    if (response.redirected && !new URL(response.url).pathname.startsWith('/desk/front')) return location.assign(response.url);
    if (response.status === 401) return location.reload();
    take(await response.text(), focus);
  }

  async function send(act: string, values: Record<string, string>, focus?: string): Promise<boolean> {
    const root = front();
    if (!root || busy) return false;
    busy = true;
    try {
      const body = new URLSearchParams({ seen: root.dataset.turn ?? '', ...values });
      const response = await fetch(`${root.dataset.acts}/${act}`, { method: 'POST', body, headers: { 'X-Requested-With': 'courant' }, credentials: 'same-origin' });
      await answered(response, focus);
      return response.ok;
    } catch {
      const status = document.getElementById('status');
      if (status) status.textContent = document.body.dataset.failed ?? '';
      return false;
    } finally {
      busy = false;
    }
  }

  /** Puts a story where it was dropped: into a seat, or out of the page. */
  async function put(story: string, headline: string, from: string | null, to: HTMLElement) {
    const seat = to.dataset.seat;
    if (!seat) return from ? void (await send('open', { seat: from }, `seat-${from}`)) : undefined;
    if (!open(to)) return tell(words('locked', { seat: to.dataset.name ?? '' }));
    if (seat === from) return putDown();
    const name = to.dataset.name ?? '';
    const done = from ? await send('move', { from, to: seat, story }, `seat-${seat}`) : await send('put', { seat, story }, `seat-${seat}`);
    if (done) tell(words('dropped', { headline, seat: name }));
  }

  function pickUp(button: HTMLElement) {
    const seat = seatOf(button);
    if (!button.dataset.take) return;
    if (seat && !open(seat)) return tell(words('locked', { seat: seat.dataset.name ?? '' }));
    putDown(false);
    carried = { story: button.dataset.take, headline: button.dataset.headline ?? '', from: seat?.dataset.seat ?? null, button };
    at = -1;
    button.setAttribute('aria-pressed', 'true');
    const cancel = el('button', { type: 'button', textContent: words('cancel'), onclick: () => putDown() });
    main.append(el('div', { className: 'carry' }, el('b', { textContent: words('carrying', { headline: carried.headline }) }), cancel));
    tell(words('picked', { headline: carried.headline }));
  }

  function putDown(aloud = true) {
    if (!carried) return;
    carried.button.setAttribute('aria-pressed', 'false');
    for (const one of main.querySelectorAll('.target')) one.classList.remove('target');
    document.querySelector('.carry')?.remove();
    if (aloud) {
      carried.button.focus();
      tell(words('cancelled'));
    }
    carried = null;
    at = -1;
  }

  function over(to: number) {
    const all = targets();
    if (all.length === 0) return;
    at = (to + all.length) % all.length;
    for (const one of main.querySelectorAll('.target')) one.classList.remove('target');
    const target = all[at] as HTMLElement;
    target.classList.add('target');
    target.scrollIntoView({ block: 'nearest' });
    tell(target.dataset.seat ? words('over', { seat: target.dataset.name ?? '', headline: headlineIn(target) }) : words('out'));
  }

  main.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('.take');
    if (!button || !front()) return;
    if (!carried) return pickUp(button);
    const { story, headline, from } = carried;
    if (button === carried.button) {
      const target = at >= 0 ? targets()[at] : undefined;
      return target ? void put(story, headline, from, target) : putDown();
    }
    const seat = seatOf(button);
    if (seat) return void put(story, headline, from, seat);
    pickUp(button);
  });

  document.addEventListener('keydown', (event) => {
    if (!front() || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('.take') : null;
    if (carried && event.key === 'Escape') {
      event.preventDefault();
      return putDown();
    }
    if (!button) return;
    if (carried && ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'Home', 'End'].includes(event.key)) {
      event.preventDefault();
      const forward = event.key === 'ArrowDown' || event.key === 'ArrowRight';
      return over(event.key === 'Home' ? 0 : event.key === 'End' ? -1 : forward ? at + 1 : at < 0 ? -1 : at - 1);
    }
    const seat = seatOf(button);
    if ((event.key === 'Delete' || event.key === 'Backspace') && seat?.dataset.seat && open(seat) && seat.classList.contains('held')) {
      event.preventDefault();
      void send('open', { seat: seat.dataset.seat }, button.id);
    }
  });

  // By mouse.
  main.addEventListener('dragstart', (event) => {
    const from = (event.target as Element).closest<HTMLElement>('[data-seat], [data-pool]');
    if (!from || !event.dataTransfer || !front()) return;
    const story = from.dataset.seat ? from.dataset.story : from.dataset.pool;
    if (!story) return;
    putDown(false);
    dragged = { story, from: from.dataset.seat ?? null };
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', from.querySelector<HTMLElement>('.take')?.dataset.headline ?? '');
    from.classList.add('dragged');
  });
  const under = (event: DragEvent) => {
    const seat = seatOf(event.target as Element);
    if (seat) return open(seat) && seat.dataset.seat !== dragged?.from ? seat : null;
    return dragged?.from ? (event.target as Element).closest<HTMLElement>('[data-out]') : null;
  };
  main.addEventListener('dragover', (event) => {
    if (!dragged) return;
    const target = under(event);
    for (const one of main.querySelectorAll('.over')) if (one !== target) one.classList.remove('over');
    if (!target) return;
    event.preventDefault();
    target.classList.add('over');
  });
  main.addEventListener('drop', (event) => {
    const target = dragged ? under(event) : null;
    if (!dragged || !target) return;
    event.preventDefault();
    const headline = event.dataTransfer?.getData('text/plain') ?? '';
    void put(dragged.story, headline, dragged.from, target);
  });
  document.addEventListener('pointerdown', () => (pressed = true));
  for (const end of ['pointerup', 'pointercancel', 'dragend']) document.addEventListener(end, () => (pressed = false));
  document.addEventListener('dragend', () => {
    dragged = null;
    for (const one of main.querySelectorAll('.over, .dragged')) one.classList.remove('over', 'dragged');
  });

  // The forms of the page, without leaving it.
  main.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    if (form.method !== 'post') return event.preventDefault();
    event.preventDefault();
    if (busy) return;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, button)) body.append(name, String(value));
    busy = true;
    void fetch(button?.hasAttribute('formaction') ? button.formAction : form.action, { method: 'POST', body, headers: { 'X-Requested-With': 'courant' }, credentials: 'same-origin' })
      .then((response) => answered(response))
      .finally(() => (busy = false));
  });

  // The pool is searched while one types.
  const find = after(200, async (q: string) => {
    const root = front();
    if (!root) return;
    const response = await fetch(`${root.dataset.href}?${new URLSearchParams({ q })}`, { credentials: 'same-origin' });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('pool-list');
    if (fresh) document.getElementById('pool-list')?.replaceWith(fresh);
  });
  main.addEventListener('input', (event) => {
    if (event.target instanceof HTMLInputElement && event.target.id === 'pool-q') find(event.target.value);
  });

  // Others work too: the page is fetched anew when something changed, unless somebody is in the middle of something.
  async function refresh() {
    const root = front();
    const typing = document.activeElement instanceof HTMLElement && main.contains(document.activeElement) && ['INPUT', 'SELECT', 'TEXTAREA'].includes(document.activeElement.tagName);
    const chosen = main.querySelector('details.ask[open], details.seat-acts[open]');
    const inHand = () => carried || dragged || busy || pressed;
    if (!root || inHand() || typing || chosen) return;
    const q = main.querySelector<HTMLInputElement>('#pool-q')?.value ?? '';
    const response = await fetch(`${root.dataset.href}${q ? `?${new URLSearchParams({ q })}` : ''}`, { credentials: 'same-origin' });
    if (!response.ok || response.redirected) return;
    const html = await response.text();
    const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('front');
    if (!fresh || fresh.outerHTML === served || inHand()) return;
    const turn = root.dataset.turn;
    take(html);
    if (front()?.dataset.turn !== turn) tell(words('changed'));
  }
  document.body.addEventListener('desk:changed', () => void refresh());

  const arrive = () => {
    const root = front();
    if (root && document.visibilityState === 'visible') {
      void fetch(`${root.dataset.acts}/here`, { method: 'POST', body: new URLSearchParams({ seen: root.dataset.turn ?? '' }), headers: { 'X-Requested-With': 'courant' }, credentials: 'same-origin' });
    }
  };
  arrive();
  setInterval(() => {
    arrive();
    void refresh();
  }, 30_000);
}

/** Scales the frames of a preview down to the room there is, and keeps their links from leading away. */
function fit() {
  const boxes = [...document.querySelectorAll<HTMLElement>('[data-fits]')];
  if (boxes.length === 0) return;
  const scale = () => {
    for (const box of boxes) {
      const page = box.querySelector('iframe');
      if (!page) continue;
      const share = Math.min(1, box.clientWidth / Number(box.dataset.fits));
      box.classList.add('scaled');
      page.style.transform = `scale(${share})`;
      page.style.height = `${box.clientHeight / share}px`;
    }
  };
  scale();
  addEventListener('resize', scale);
  for (const page of document.querySelectorAll<HTMLIFrameElement>('[data-fits] iframe')) {
    const still = () => page.contentDocument?.addEventListener('click', (event) => event.preventDefault());
    page.addEventListener('load', still);
    if (page.contentDocument?.readyState === 'complete') still();
  }
}
