// Pages of numbers load themselves again; tables that were opened stay open, so nothing jumps.

let opened: string[] = [];

document.addEventListener('htmx:beforeSwap', (event) => {
  const { target } = (event as CustomEvent<{ target?: Element }>).detail;
  if (target?.id === 'numbers') opened = [...target.querySelectorAll('details[open]')].map((one) => one.id);
});
document.addEventListener('htmx:afterSwap', () => {
  for (const id of opened) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement && details.closest('#numbers')) details.open = true;
  }
});
