// The place where files are chosen, dropped or pasted on the library's page: a line and a bar for each file, one bar for
// all, each refused alone. Without this script the same form sends them all at once.

import { el } from '../dom';
import { Upload } from './resumable';

function bring(form: HTMLFormElement) {
  const words = form.dataset;
  const input = form.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) return;
  const list = el('ul', { 'aria-live': 'off' });
  const bar = el('progress', { max: 1, value: 0 });
  const told = el('span', { role: 'status' });
  const describe = el('a', { className: 'button first', textContent: words.describe ?? '', hidden: true });
  const sum = el('div', { className: 'sum', hidden: true }, told, describe, bar);
  form.append(sum, list);
  const lines: { share: number; state: 'going' | 'here' | 'refused' | 'twin'; id?: string }[] = [];

  const count = () => {
    sum.hidden = lines.length === 0;
    const of = (state: string) => lines.filter((line) => line.state === state).length;
    const refused = of('refused');
    const pattern = (refused > 0 ? words.over : words.all) ?? '';
    const said = pattern.replace('%DONE%', String(of('here') + of('twin'))).replace('%ALL%', String(lines.length)).replace('%REFUSED%', String(refused));
    if (told.textContent !== said) told.textContent = said;
    bar.value = lines.length === 0 ? 0 : lines.reduce((all, line) => all + (line.state === 'going' ? line.share : 1), 0) / lines.length;
    bar.setAttribute('aria-label', said);
    const ids = lines.map((line) => line.id).filter(Boolean);
    describe.hidden = of('going') > 0 || ids.length === 0;
    describe.href = `/desk/pictures/describe?ids=${ids.join(',')}`;
    if (!describe.hidden) document.body.dispatchEvent(new Event('desk:changed'));
  };

  const add = (file: File) => {
    const line: (typeof lines)[number] = { share: 0, state: 'going' };
    lines.push(line);
    const said = el('span', { className: 'said', textContent: words.waits ?? '' });
    const each = el('progress', { max: 1, value: 0, 'aria-label': file.name });
    const acts = el('span', { className: 'acts' });
    const blank = el('span', { className: 'blank' });
    const row = el('li', {}, blank, el('b', { textContent: file.name || 'pasted.png' }), acts, each, said);
    const show = (state: typeof line.state, text: string) => {
      line.state = state;
      row.className = state === 'going' ? '' : state === 'here' ? 'arrived' : state;
      said.textContent = text;
      each.hidden = state !== 'going';
      count();
    };
    const button = (text: string | undefined, act: () => void) => el('button', { type: 'button', className: 'plain', textContent: text ?? '', onclick: act, 'aria-label': `${text} ${file.name}` });
    const remove = () => {
      upload.forget();
      lines.splice(lines.indexOf(line), 1);
      row.remove();
      count();
    };
    const seen = (picture: { src: string; id: string }) => {
      line.id = picture.id;
      blank.replaceWith(el('img', { src: picture.src, alt: '' }));
    };
    const upload = new Upload(file, {
      sent(share) {
        line.share = share;
        each.value = share;
        said.textContent = (words.sends ?? '').replace('%PERCENT%', String(Math.round(share * 100)));
        count();
      },
      line(broken) {
        if (broken) said.textContent = words.broken ?? '';
        row.classList.toggle('broken', broken);
      },
      finishing: () => (said.textContent = words.finishing ?? ''),
    });
    const settle = async (work: Promise<Awaited<ReturnType<Upload['send']>>>) => {
      acts.replaceChildren();
      try {
        const { picture, twin } = await work;
        if (!twin) {
          seen(picture);
          show('here', words.done ?? '');
          return;
        }
        show('twin', words.twin ?? '');
        acts.append(
          button(words.take, () => {
            upload.forget();
            acts.replaceChildren();
            seen(picture);
            show('here', words.done ?? '');
          }),
          button(words.keep, () => {
            show('going', words.finishing ?? '');
            void settle(upload.finish(true));
          }),
        );
      } catch (trouble) {
        if ((trouble as Error).name === 'AbortError') return;
        show('refused', (trouble as Error).message || (words.broken ?? ''));
        acts.append(button(words.retry, () => (show('going', words.waits ?? ''), void settle(upload.send()))), button(words.remove, remove));
      }
    };
    list.append(row);
    count();
    void settle(upload.send());
  };

  const take = (files: Iterable<File>) => {
    for (const file of files) add(file);
  };
  input.addEventListener('change', () => {
    take([...(input.files ?? [])]);
    input.value = '';
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  // The whole page takes what is dropped; the form shows it.
  addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    form.classList.add('over');
  });
  addEventListener('dragleave', (event) => event.relatedTarget === null && form.classList.remove('over'));
  addEventListener('drop', (event) => {
    form.classList.remove('over');
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
  addEventListener('beforeunload', (event) => {
    if (lines.some((line) => line.state === 'going')) event.preventDefault();
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-uploads]')) bring(form);
