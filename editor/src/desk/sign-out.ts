// Signing out empties this browser's own store of drafts; it asks first when the server may lack some of it.

import { anyUnsaved, forgetAll } from '../room/store';
import { word } from '../words';

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || new URL(form.action).pathname !== '/desk/logout') return;
  if (form.dataset.emptied) return;
  event.preventDefault();
  void (async () => {
    if ((await anyUnsaved()) && !confirm(word('sign-out-unsaved'))) return;
    await forgetAll();
    form.dataset.emptied = 'yes';
    form.submit();
  })();
});
