// The byline: authors of the paper and guests, in order, each with a role. Moved by keyboard and by drag.
// Bound to the Y.Array `byline` of the shared document; others' changes show at once.

import * as Y from 'yjs';
import { get } from '../desk/ask';
import { el } from '../dom';
import { picker } from '../insert/picker';
import { word } from '../words';

interface Signer {
  author?: string;
  guest?: string;
  role?: string;
}

const ROLES = ['reporting', 'photo', 'editing'];

interface Named {
  id: string;
  name: string;
}

function plain(entry: unknown): Signer {
  return (entry instanceof Y.Map ? entry.toJSON() : entry) as Signer;
}

export function bindByline(host: HTMLElement, array: Y.Array<unknown>, readonly: boolean): () => void {
  const doc = array.doc as Y.Doc;
  const names = new Map<string, string>();
  // The page knows the names of those who sign already.
  for (const shown of host.querySelectorAll<HTMLElement>('[data-author]')) {
    const name = shown.firstChild?.textContent?.trim();
    if (shown.dataset.author && name) names.set(shown.dataset.author, name);
  }
  const list = el('ol', { className: 'bylines', 'aria-label': word('byline') });
  const said = el('p', { className: 'off', role: 'status' });
  let dragged = -1;
  let asked = false;

  const learn = async () => {
    if (asked) return;
    asked = true;
    try {
      for (const { id, name } of await get<Named[]>('/desk/find/authors', { q: '' })) names.set(id, name);
      draw();
    } catch {
      // The id stands for the name until the page is loaded again.
    }
  };
  const nameOf = (one: Signer) => one.guest ?? names.get(one.author ?? '') ?? one.author ?? '';
  const put = (at: number, one: Signer) => array.insert(at, [one]);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= array.length || from === to) return;
    const one = plain(array.get(from));
    doc.transact(() => {
      array.delete(from);
      put(to, one);
    });
    said.textContent = word('byline-moved', { name: nameOf(one), at: to + 1, n: array.length });
    list.children[to]?.querySelector<HTMLElement>('.up')?.focus();
  };
  const row = (one: Signer, index: number): HTMLElement => {
    const name = nameOf(one);
    const role = el('select', { 'aria-label': word('byline-role', { name }), disabled: readonly });
    role.append(el('option', { value: '', textContent: word('role-none') }));
    const roles = one.role && !ROLES.includes(one.role) ? [...ROLES, one.role] : ROLES;
    for (const value of roles) role.append(el('option', { value, textContent: ROLES.includes(value) ? word(`role-${value}`) : value }));
    role.value = one.role ?? '';
    role.onchange = () => {
      const { role: _old, ...rest } = plain(array.get(index));
      doc.transact(() => {
        array.delete(index);
        put(index, role.value ? { ...rest, role: role.value } : rest);
      });
    };
    const item = el('li', { draggable: !readonly }, el('span', { className: 'name' }, name, one.guest ? el('i', { textContent: ` ${word('byline-guest')}` }) : null), role);
    if (readonly) return item;
    const up = el('button', { type: 'button', className: 'up', textContent: '↑', 'aria-label': word('byline-up', { name }), disabled: index === 0 });
    up.onclick = () => move(index, index - 1);
    const away = el('button', { type: 'button', textContent: '×', 'aria-label': word('byline-remove', { name }) });
    away.onclick = () => {
      array.delete(index);
      box.input.focus();
    };
    item.append(up, away);
    item.onkeydown = (event) => {
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      move(index, index + (event.key === 'ArrowUp' ? -1 : 1));
    };
    item.ondragstart = () => ((dragged = index), item.classList.add('dragged'));
    item.ondragend = () => ((dragged = -1), item.classList.remove('dragged'));
    item.ondragover = (event) => dragged >= 0 && event.preventDefault();
    item.ondrop = (event) => {
      event.preventDefault();
      if (dragged >= 0) move(dragged, index);
    };
    return item;
  };
  const draw = () => {
    const all = array.toArray().map(plain);
    if (all.some((one) => one.author && !names.has(one.author))) void learn();
    list.replaceChildren(...all.map(row));
    list.hidden = all.length === 0;
    none.hidden = all.length > 0 || !readonly;
  };
  const none = el('p', { className: 'soft', textContent: word('byline-none') });
  const box = picker<Named>({
    label: word('byline-add'),
    find: async (q, signal) => {
      const found = await get<Named[]>(host.dataset.find ?? '/desk/find/authors', { q }, signal);
      for (const { id, name } of found) names.set(id, name);
      return found;
    },
    show: ({ name }) => ({ label: name }),
    pick: ({ id }) => put(array.length, { author: id }),
    free: (name) => put(array.length, { guest: name }),
  });
  const before = [...host.childNodes];
  host.replaceChildren(list, none, ...(readonly ? [] : [box.root]), said);
  array.observeDeep(draw);
  draw();
  return () => {
    array.unobserveDeep(draw);
    host.replaceChildren(...before);
  };
}
