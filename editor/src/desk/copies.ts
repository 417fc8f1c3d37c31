// A field that holds an address to pass on is selected whole when it comes, so that one key copies it.
// Works for what is on the page and for what htmx brings.

const select = () => document.querySelector<HTMLInputElement>('input[data-select]')?.select();
document.addEventListener('htmx:afterSettle', select);
select();
