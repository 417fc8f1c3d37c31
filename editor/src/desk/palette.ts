// Ctrl-K finds anything: stories in any state, people, pictures, rooms of the desk, and things to do, also with the story
// that is open. Arrows choose, Enter opens, Escape leaves; the words stand in the page, the page `/desk/find` does the same.

import { after, apple, el } from '../dom';

interface Found {
  kind: string;
  label: string;
  note: string;
  href: string;
}

document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'k') return;
  // In the text Ctrl-K with a selection makes a link; pressed once more, in its dialog, it comes here.
  if (event.defaultPrevented) return;
  event.preventDefault();
  const shown = document.querySelector<HTMLDialogElement>('dialog.palette');
  if (shown) shown.close();
  else open();
});
for (const link of document.querySelectorAll('[data-palette]')) {
  link.addEventListener('click', (event) => {
    const { ctrlKey, metaKey, shiftKey } = event as MouseEvent;
    if (ctrlKey || metaKey || shiftKey || !document.getElementById('palette-words')) return;
    event.preventDefault();
    open();
  });
  const key = link.querySelector('kbd');
  if (apple && key) key.textContent = '⌘ K';
}

/** The story that is open on this page, in its editor or on a page of its own. */
function openStory(): string {
  return location.pathname.match(/^\/desk\/(?:stories|numbers)\/([0-9A-Z]{10,})/)?.[1] ?? '';
}

function open() {
  const words = document.getElementById('palette-words');
  if (!words || document.querySelector('dialog.palette')) return;
  const input = el('input', {
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: false,
    placeholder: words.dataset.find,
    'aria-label': words.dataset.find,
    'aria-expanded': 'false',
    'aria-controls': 'palette-list',
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
  }) as HTMLInputElement;
  const list = el('ul', { id: 'palette-list', role: 'listbox', 'aria-label': words.dataset.find });
  const said = el('p', { className: 'soft', role: 'status' });
  const dialog = el('dialog', { className: 'palette', 'aria-label': words.dataset.find }, input, list, said) as HTMLDialogElement;
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
  let chosen = 0;
  let asked = 0;
  /** What was typed when the list was made; Enter waits for the list of what stands there now. */
  let listed: string | null = null;
  let goes = false;

  const go = (item: HTMLElement | undefined, aside = false) => {
    const href = item?.dataset.href;
    if (!href) return;
    if (aside) window.open(href, '_blank', 'noopener');
    else location.assign(href);
  };
  const choose = (at: number) => {
    const all = [...list.children] as HTMLElement[];
    chosen = all.length === 0 ? 0 : (at + all.length) % all.length;
    all.forEach((one, n) => one.setAttribute('aria-selected', String(n === chosen)));
    const now = all[chosen];
    if (now) input.setAttribute('aria-activedescendant', now.id);
    else input.removeAttribute('aria-activedescendant');
    now?.scrollIntoView({ block: 'nearest' });
  };
  const find = async () => {
    const mine = (asked += 1);
    const typed = input.value;
    const query = new URLSearchParams({ q: typed, story: openStory() });
    const answer = await fetch(`/desk/find/anything?${query}`, { headers: { 'x-requested-with': 'courant' } }).catch(() => null);
    if (mine !== asked) return;
    if (!answer?.ok) {
      said.textContent = words.dataset.failed ?? '';
      return;
    }
    const found = (await answer.json()) as Found[];
    if (mine !== asked) return;
    listed = typed;
    list.replaceChildren(
      ...found.map((one, n) => {
        const name = el('b', {}, one.label, one.note ? el('span', { className: 'hint' }, one.note) : null);
        const item = el('li', { role: 'option', id: `palette-${n}` }, name, el('span', { className: 'soft kind' }, words.dataset[one.kind] ?? ''));
        item.addEventListener('click', (event) => go(item, event.ctrlKey || event.metaKey));
        item.dataset.href = one.href;
        return item;
      }),
    );
    input.setAttribute('aria-expanded', String(found.length > 0));
    said.textContent = found.length === 0 ? (words.dataset.none ?? '') : '';
    choose(0);
    if (goes) go(list.children[0] as HTMLElement | undefined);
    goes = false;
  };
  const later = after(90, () => void find());
  input.addEventListener('input', () => {
    goes = false;
    later();
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'PageDown' || event.key === 'PageUp') {
      event.preventDefault();
      const last = Math.max(list.children.length - 1, 0);
      choose(Math.min(Math.max(chosen + (event.key === 'PageDown' ? 8 : -8), 0), last));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // Whoever types fast means what they typed, not what stood there before.
      if (listed === input.value) go(list.children[chosen] as HTMLElement | undefined, event.ctrlKey || event.metaKey);
      else goes = true;
    }
  });
  void find();
}

// A command that acts on a story leads to its form: the first field of it, or its button, is what one goes on with.
const verb = new URLSearchParams(location.search).get('open');
if (verb && /^[a-z-]+$/.test(verb)) {
  const form = document.querySelector<HTMLFormElement>(`#rail form[action$="/${verb}"]`);
  const button = document.querySelector<HTMLElement>(`#rail button[formaction$="/${verb}"]`);
  const field = form?.querySelector<HTMLElement>('textarea, input:not([type=hidden]), select, button') ?? button;
  if (field) setTimeout(() => field.focus());
}
