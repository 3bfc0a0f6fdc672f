import { computed, signal } from '@preact/signals';

const here = signal(new URL(location.href));

/** The decoded parts of the path: `runs` and `a:b` for `/runs/a%3Ab`. */
export const path = computed(() =>
  here.value.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent),
);

/** Returns a query parameter; null if it is absent. */
export function param(name: string): string | null {
  return here.value.searchParams.get(name);
}

/** Goes to an address of the console. */
export function go(href: string, { replace = false } = {}): void {
  const url = new URL(href, location.href);
  if (url.href === here.value.href) return;
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  const isOtherPage = url.pathname !== here.value.pathname;
  here.value = url;
  if (isOtherPage) scrollTo(0, 0);
}

/** Returns the current address with changed query parameters; null removes one. */
export function withParams(changes: Readonly<Record<string, string | number | null>>): string {
  const url = new URL(here.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, String(value));
  }
  return `${url.pathname}${url.search}`;
}

/** Returns the address of a page from the parts of its path. */
export function hrefOf(...parts: string[]): string {
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

addEventListener('popstate', () => {
  here.value = new URL(location.href);
});

// Links to pages of the console do not load a document.
addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  // SVG links have no `href` property of type string, so the attribute is read.
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const href = link?.getAttribute('href');
  if (href?.startsWith('/') !== true || link?.hasAttribute('download') === true) return;
  event.preventDefault();
  go(href);
});
