/** The lists of links, whose rows the arrow keys go through. */
const LIST = 'tbody, ul.hits';
/** The steps of the keys; Infinity goes to the last row. */
const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
  ['Home', -Infinity],
  ['End', Infinity],
]);

/** Adds the keyboard shortcuts: `/` focuses the search, Escape leaves a field, arrows go through the rows of a list. */
export function listenToKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = document.activeElement;
    const isTyping =
      at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      document.querySelector<HTMLInputElement>('.search input')?.focus();
    } else if (event.key === 'Escape' && isTyping) {
      at.blur();
    } else if (at !== null && !isTyping && goThroughRows(at, event.key)) {
      event.preventDefault();
    }
  });
}

/** Moves the focus from a link or button in a row to that of another row; returns false if there is none. */
function goThroughRows(at: Element, key: string): boolean {
  const step = STEPS.get(key);
  const list = step === undefined ? null : at.closest(LIST);
  if (step === undefined || list === null) return false;
  const rows = [...list.children].filter((row) => linkIn(row) !== null);
  const from = rows.findIndex((row) => row.contains(at));
  const row = rows[Math.max(0, Math.min(rows.length - 1, from + step))];
  if (from === -1 || row === undefined) return false;
  linkIn(row)?.focus();
  return true;
}

function linkIn(row: Element): HTMLElement | null {
  return row.querySelector<HTMLElement>('a[href], button');
}
