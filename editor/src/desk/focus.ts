// The focal point of a picture, set by a click or by arrow keys on the point, and every crop as it will be cut. Without
// this script the number fields do the same.

import { el } from '../dom';

/** Which share of the overhang lies before the cut, so that the point is in its middle or as near as the edges allow. */
function place(point: number, visible: number): number {
  if (visible >= 1) return 50;
  const start = Math.min(Math.max(point - visible / 2, 0), 1 - visible);
  return (start / (1 - visible)) * 100;
}

function focal(box: HTMLElement) {
  const image = box.querySelector('img');
  const across = document.querySelector<HTMLInputElement>('#focus-x');
  const down = document.querySelector<HTMLInputElement>('#focus-y');
  if (!image || !across || !down || 'still' in box.dataset) return;
  const point = el('button', { type: 'button', className: 'point', 'aria-label': box.dataset.label ?? '', 'aria-describedby': 'focus-told' });
  const told = el('span', { id: 'focus-told', className: 'off', role: 'status' });
  box.querySelector('.point')?.replaceWith(point);
  box.after(told);
  const ratio = Number(image.getAttribute('width')) / Number(image.getAttribute('height'));

  const show = () => {
    const [x, y] = [Number(across.value) / 100, Number(down.value) / 100];
    point.style.left = `${x * 100}%`;
    point.style.top = `${y * 100}%`;
    told.textContent = `${across.value} %, ${down.value} %`;
    for (const crop of document.querySelectorAll<HTMLElement>('[data-crop]')) {
      const cut = crop.querySelector('img');
      const [wide, high] = (crop.dataset.crop ?? '1/1').split('/').map(Number);
      if (!cut || !wide || !high) continue;
      const shape = wide / high;
      // The server cuts around the middle of the point; a style keeps the point at its own share.
      const exact = cut.dataset.whole !== undefined;
      if (exact && cut.src !== new URL(cut.dataset.whole!, location.href).href && moved) cut.src = cut.dataset.whole!;
      if (exact && !moved) continue;
      const left = exact ? place(x, shape / ratio) : x * 100;
      const top = exact ? place(y, ratio / shape) : y * 100;
      cut.style.objectPosition = `${left}% ${top}%`;
    }
  };
  let moved = false;
  const set = (x: number, y: number) => {
    const field = (share: number) => String(Math.round(Math.min(Math.max(share, 0), 1) * 1000) / 10);
    across.value = field(x);
    down.value = field(y);
    moved = true;
    show();
  };
  const at = (event: PointerEvent | MouseEvent) => {
    const rect = image.getBoundingClientRect();
    set((event.clientX - rect.left) / rect.width, (event.clientY - rect.top) / rect.height);
  };
  image.addEventListener('click', (event) => {
    at(event);
    point.focus();
  });
  point.addEventListener('pointerdown', (event) => {
    point.setPointerCapture(event.pointerId);
    point.onpointermove = at;
  });
  point.addEventListener('pointerup', () => (point.onpointermove = null));
  point.addEventListener('keydown', (event) => {
    const step = event.shiftKey ? 0.1 : 0.01;
    const by: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = by[event.key];
    if (!move) return;
    event.preventDefault();
    set(Number(across.value) / 100 + move[0], Number(down.value) / 100 + move[1]);
  });
  for (const input of [across, down])
    input.addEventListener('input', () => {
      moved = true;
      show();
    });
  show();
}

for (const box of document.querySelectorAll<HTMLElement>('[data-focus]')) focal(box);
