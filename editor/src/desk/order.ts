// Lists whose order is kept: entries are dragged by mouse to their place, and the form that the list names is sent with
// the new order. Without this script, and by keyboard, the buttons beside each entry do the same a step at a time.

for (const list of document.querySelectorAll<HTMLElement>('[data-order]')) start(list);

function start(list: HTMLElement) {
  const form = document.getElementById(list.dataset.order ?? '');
  const field = form?.querySelector<HTMLInputElement>('[name="order"]');
  if (!(form instanceof HTMLFormElement) || !field) return;
  const items = () => [...list.querySelectorAll<HTMLElement>(':scope > [data-item]')];
  if (items().length < 2) return;
  let lifted: HTMLElement | null = null;
  list.classList.add('sortable');

  const clear = () => {
    for (const item of items()) item.classList.remove('before', 'after');
  };
  /** The entry under the pointer, and whether the lifted one goes behind it. */
  const at = (event: DragEvent): [HTMLElement, boolean] | null => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-item]') : null;
    if (!item || item === lifted || item.parentElement !== list) return null;
    const box = item.getBoundingClientRect();
    return [item, event.clientY > box.top + box.height / 2];
  };

  for (const item of items()) {
    const grip = item.querySelector<HTMLElement>('.grip');
    if (!grip) continue;
    // Text in the forms of an entry can be marked by mouse; only the grip lifts it.
    grip.addEventListener('pointerdown', () => (item.draggable = true));
    grip.addEventListener('pointerup', () => (item.draggable = false));
    item.addEventListener('dragstart', (event) => {
      lifted = item;
      item.classList.add('lifted');
      event.dataTransfer?.setData('text/plain', item.dataset.item ?? '');
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    });
    item.addEventListener('dragend', () => {
      item.classList.remove('lifted');
      item.draggable = false;
      lifted = null;
      clear();
    });
  }
  list.addEventListener('dragover', (event) => {
    if (!lifted) return;
    event.preventDefault();
    clear();
    const place = at(event);
    if (place) place[0].classList.add(place[1] ? 'after' : 'before');
  });
  list.addEventListener('drop', (event) => {
    const place = lifted && at(event);
    if (!lifted || !place) return;
    event.preventDefault();
    place[0][place[1] ? 'after' : 'before'](lifted);
    field.value = items()
      .map((item) => item.dataset.item)
      .join(',');
    form.submit();
  });
}
