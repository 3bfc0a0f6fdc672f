/** Adds the keyboard shortcuts: `/` focuses the search, Escape leaves a field. */
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
    }
  });
}
