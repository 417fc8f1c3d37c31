// Listens for changes in the newsroom: the counts of the navigation, and whatever the open page fetches anew on
// `desk:changed` (lists) or `desk:story` (the rail). Without script pages are as they were when they were opened.

/** Shows how much waits behind a link of the navigation; the mark comes and goes with it. */
function show(key: string, href: string, count: number) {
  let mark = document.getElementById(`count-${key}`);
  if (count === 0) return mark?.remove();
  if (!mark) {
    const place = document.querySelector(`.places a[href="${href}"]`);
    if (!place) return;
    mark = document.createElement('span');
    mark.className = 'count';
    mark.id = `count-${key}`;
    place.append(mark);
  }
  if (mark.textContent !== String(count)) mark.textContent = String(count);
}

function tell(name: string) {
  document.body.dispatchEvent(new CustomEvent(name));
}

if (document.querySelector('.places')) {
  let first = true;
  const stream = new EventSource('/desk/events');
  stream.addEventListener('changed', (event) => {
    const { total, requests } = JSON.parse(event.data || '{}') as { total?: number; requests?: number };
    if (total !== undefined) show('waiting', '/desk', total);
    if (requests !== undefined) show('requests', '/desk/record/requests', requests);
    // The first event only says how things stand.
    if (!first) tell('desk:changed');
    first = false;
  });
  addEventListener('pagehide', () => stream.close());
}

/** Whether somebody fills in a form of the rail. */
function inWork() {
  const rail = document.getElementById('rail');
  return Boolean(rail?.querySelector('details.ask[open]') || rail?.contains(document.activeElement));
}

const editor = document.getElementById('editor');
if (editor) {
  // Something about the story changed: its state, its schedule, what readers see.
  editor.addEventListener('courant:notice', () => document.body.dispatchEvent(new CustomEvent('desk:story', { detail: { unasked: true } })));
  // A form in work is left alone, also when it was opened while the answer was under way.
  for (const moment of ['htmx:beforeRequest', 'htmx:beforeSwap']) {
    document.body.addEventListener(moment, (event) => {
      const { target, requestConfig } = (event as CustomEvent<{ target?: Element; requestConfig?: { triggeringEvent?: CustomEvent<{ unasked?: boolean }> } }>).detail;
      if (target?.id === 'rail' && requestConfig?.triggeringEvent?.detail?.unasked && inWork()) event.preventDefault();
    });
  }
  void fetch(`/desk/stories/${editor.dataset.story}/seen`, { method: 'POST', headers: { 'x-requested-with': 'courant' } });
}
