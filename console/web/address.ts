import { computed, signal } from '@preact/signals';

const here = signal(new URL(location.href));

/** The parts of the path, decoded: `/runs/a%3Ab` gives `runs`, `a:b`. */
export const path = computed(() =>
  here.value.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent),
);

/** A parameter of the address; null where it is absent. */
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

/** The present address with some parameters changed; null takes one away. */
export function withParams(changes: Readonly<Record<string, string | number | null>>): string {
  const url = new URL(here.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, String(value));
  }
  return `${url.pathname}${url.search}`;
}

/** The address of a page by its parts. */
export function hrefOf(...parts: string[]): string {
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

addEventListener('popstate', () => {
  here.value = new URL(location.href);
});

// Links to pages of the console change the page without loading it anew.
addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  // Links in a picture have no address of their own kind, so it is taken as it is written.
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const href = link?.getAttribute('href');
  if (href?.startsWith('/') !== true || link?.hasAttribute('download') === true) return;
  event.preventDefault();
  go(href);
});
