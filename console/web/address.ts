import { computed, signal } from '@preact/signals';

const here = signal(new URL(location.href));

const parts = computed(() => here.value.pathname.split('/').filter((part) => part !== ''));

/** The decoded parts of the path: `runs` and `a:b` for `/runs/a%3Ab`. A part that is not encoded well is as it is. */
export const path = computed(() => parts.value.map((part) => decoded(part) ?? part));

/** The part of the path that cannot be decoded; null if there is none. */
export const badPart = computed(() => parts.value.find((part) => decoded(part) === null) ?? null);

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    // URIError has no more to say than that the part is not encoded well.
    return null;
  }
}

/** Remembers the places of the reader on the pages. An entry is one of the browser's history. */
export interface Bookmarks {
  /** Called before the page of an entry is left. */
  leave(entry: string): void;
  /** Called after Back or Forward has gone to an entry. */
  returnTo(entry: string): void;
}

let bookmarks: Bookmarks | null = null;
let entry = entryIn(history.state) ?? crypto.randomUUID();

/** Calls `given` whenever the entry of the browser's history changes. */
export function keepBookmarks(given: Bookmarks): void {
  bookmarks = given;
  history.replaceState({ entry }, '');
  addEventListener('pagehide', () => given.leave(entry));
  given.returnTo(entry);
}

function entryIn(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('entry' in state)) return null;
  return typeof state.entry === 'string' ? state.entry : null;
}

/** Returns a query parameter; null if it is absent. */
export function param(name: string): string | null {
  return here.value.searchParams.get(name);
}

/** Goes to an address of the console. */
export function go(href: string, { replace = false } = {}): void {
  const url = new URL(href, location.href);
  if (url.href === here.value.href) return;
  if (replace) {
    history.replaceState({ entry }, '', url);
  } else {
    bookmarks?.leave(entry);
    entry = crypto.randomUUID();
    history.pushState({ entry }, '', url);
  }
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

/** The query of the current address, with its question mark. */
export const search = computed(() => here.value.search);

/** Returns the address of a page from the parts of its path. */
export function hrefOf(...parts: string[]): string {
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

addEventListener('popstate', (event) => {
  bookmarks?.leave(entry);
  entry = entryIn(event.state) ?? crypto.randomUUID();
  history.replaceState({ entry }, '');
  here.value = new URL(location.href);
  bookmarks?.returnTo(entry);
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
