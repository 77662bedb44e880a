/** Reads the page again every two seconds and shows what changed, unless a form field is in use. Runs in the browser. */
export const refreshScript = `
const refreshEveryMs = 2000;
let shown = document.querySelector('main').innerHTML;
async function refresh() {
  const active = document.activeElement;
  if (document.hidden || (active && active.matches('select, input, textarea'))) return;
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  if (!fresh || fresh.innerHTML === shown) return;
  document.querySelector('main').replaceWith(fresh);
  shown = fresh.innerHTML;
}
setInterval(() => refresh().catch(() => {}), refreshEveryMs);
`;
