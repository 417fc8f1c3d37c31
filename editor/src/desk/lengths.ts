// Counts what stands in short headline, search title and share title, and shows it as fronts, engines and cards would.
// An empty one falls back to the headline, here as on the site.

const headline = document.querySelector<HTMLTextAreaElement>('[data-field="headline"]');

function draw(input: HTMLInputElement) {
  const text = input.value || headline?.value || '';
  const count = document.querySelector(`[data-length-of="${input.id}"]`);
  const length = [...text].length;
  if (count) {
    count.textContent = String(length);
    count.classList.toggle('late', length > Number(input.dataset.length));
  }
  const preview = document.querySelector(`[data-preview-of="${input.id}"]`);
  if (preview) preview.textContent = text;
  input.placeholder = headline?.value ?? '';
}

const inputs = [...document.querySelectorAll<HTMLInputElement>('input[data-length]')];
const all = () => inputs.forEach(draw);
for (const input of inputs) input.addEventListener('input', () => draw(input));
headline?.addEventListener('input', all);
// The editor fills the fields without typing when somebody else writes.
document.getElementById('editor')?.addEventListener('courant:saved', all);
document.querySelector('details.heads')?.addEventListener('toggle', all);
