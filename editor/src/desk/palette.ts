// Ctrl-K finds anything: stories in any state, people, pictures, places of the desk, and things to do.
// Arrows choose, Enter opens, Escape leaves; the words stand in the page.

import { after, el } from '../dom';

interface Found {
  kind: string;
  label: string;
  note: string;
  href: string;
}

document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'k') return;
  // In the text Ctrl-K with a selection makes a link; there the palette waits.
  if (event.defaultPrevented) return;
  event.preventDefault();
  open();
});
for (const button of document.querySelectorAll('[data-palette]')) button.addEventListener('click', open);

function open() {
  const words = document.getElementById('palette-words');
  if (!words || document.querySelector('dialog.palette')) return;
  const input = el('input', {
    type: 'search',
    role: 'combobox',
    autocomplete: 'off',
    placeholder: words.dataset.find,
    'aria-label': words.dataset.find,
    'aria-expanded': 'true',
    'aria-controls': 'palette-list',
    'aria-autocomplete': 'list',
  }) as HTMLInputElement;
  const list = el('ul', { id: 'palette-list', role: 'listbox', 'aria-label': words.dataset.find });
  const none = el('p', { className: 'soft', role: 'status' });
  const dialog = el('dialog', { className: 'palette', 'aria-label': words.dataset.find }, input, list, none) as HTMLDialogElement;
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
  let chosen = 0;
  let asked = 0;

  const choose = (at: number) => {
    const all = [...list.children] as HTMLElement[];
    chosen = Math.min(Math.max(at, 0), all.length - 1);
    all.forEach((one, n) => one.setAttribute('aria-selected', String(n === chosen)));
    const now = all[chosen];
    input.setAttribute('aria-activedescendant', now?.id ?? '');
    now?.scrollIntoView({ block: 'nearest' });
  };
  const find = async () => {
    const mine = (asked += 1);
    const answer = await fetch(`/desk/find/anything?q=${encodeURIComponent(input.value)}`, {
      headers: { 'x-requested-with': 'courant' },
    }).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    const found = (await answer.json()) as Found[];
    list.replaceChildren(
      ...found.map((one, n) => {
        const item = el(
          'li',
          { role: 'option', id: `palette-${n}` },
          el('b', {}, one.label),
          el('span', { className: 'soft' }, one.note || words.dataset[one.kind] || ''),
        );
        item.addEventListener('click', () => location.assign(one.href));
        item.dataset.href = one.href;
        return item;
      }),
    );
    none.textContent = found.length === 0 ? (words.dataset.none ?? '') : '';
    choose(0);
  };
  const later = after(120, () => void find());
  input.addEventListener('input', later);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const href = (list.children[chosen] as HTMLElement | undefined)?.dataset.href;
      if (href) location.assign(href);
    }
  });
  void find();
}
