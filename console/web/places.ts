import type { Bookmarks } from './address.ts';

/** The place of the reader on a page. */
interface Place {
  readonly page: number;
  /** The positions of its scrolled lists and panes, by selector. */
  readonly lists: readonly (readonly [selector: string, top: number, left: number])[];
  /** The focused element. */
  readonly focus: readonly [selector: string, index: number] | null;
}

/** The name of the places in the storage of the tab. */
const STORED = 'places';
/** The maximum number of places that are kept. The oldest is dropped first. */
const KEPT = 100;
/** What the reader does after which the page stays where it is. */
const TOUCHES = ['wheel', 'keydown', 'pointerdown', 'touchstart'] as const;

/**
 * Keeps scroll positions and focus for Back and Forward. The browser restores them too early: the content of a page
 * arrives after the page.
 */
export class Places implements Bookmarks {
  readonly #places = new Map<string, Place>(
    JSON.parse(sessionStorage.getItem(STORED) ?? '[]') as (readonly [string, Place])[],
  );
  /** Ends the restoring in progress. */
  #stop: (() => void) | null = null;

  constructor() {
    history.scrollRestoration = 'manual';
  }

  leave(entry: string): void {
    this.#stop?.();
    this.#places.delete(entry);
    this.#places.set(entry, currentPlace());
    const [oldest] = this.#places.keys();
    if (this.#places.size > KEPT && oldest !== undefined) this.#places.delete(oldest);
    sessionStorage.setItem(STORED, JSON.stringify([...this.#places]));
  }

  /** Restores each part of the place as soon as the page has it, unless the reader is faster. */
  returnTo(entry: string): void {
    this.#stop?.();
    const place = this.#places.get(entry);
    if (place === undefined) return;
    let missing = partsOf(place);
    const restore = () => {
      missing = missing.filter((isRestored) => !isRestored());
      if (missing.length === 0) this.#stop?.();
    };
    const observer = new MutationObserver(restore);
    const stop = () => {
      observer.disconnect();
      for (const touch of TOUCHES) removeEventListener(touch, stop, true);
    };
    this.#stop = stop;
    observer.observe(document.body, { childList: true, subtree: true, attributes: true });
    for (const touch of TOUCHES) addEventListener(touch, stop, true);
    // The page of this entry is drawn by the next frame.
    requestAnimationFrame(() => {
      if (this.#stop === stop) restore();
    });
  }
}

/** Returns a function for each part of a place. It returns true if the part is restored. */
function partsOf({ page, lists, focus }: Place): (() => boolean)[] {
  return [
    () => scrolled(document.documentElement, page, 0),
    ...lists.map(([selector, top, left]) => () => {
      const list = document.querySelector(selector);
      return list !== null && scrolled(list, top, left);
    }),
    ...(focus === null
      ? []
      : [
          () => {
            const [selector, index] = focus;
            const element = document.querySelectorAll<HTMLElement | SVGElement>(selector)[index];
            element?.focus({ preventScroll: true });
            return element !== undefined;
          },
        ]),
  ];
}

/** Scrolls an element; returns false if it is too small so far. */
function scrolled(element: Element, top: number, left: number): boolean {
  if (element.scrollHeight - element.clientHeight < top - 1) return false;
  element.scrollTop = top;
  element.scrollLeft = left;
  return true;
}

function currentPlace(): Place {
  const lists = [...document.querySelectorAll('main [aria-label]')]
    .filter(({ scrollTop, scrollLeft }) => scrollTop > 0 || scrollLeft > 0)
    .map((list) => [selectorOf(list) ?? '', list.scrollTop, list.scrollLeft] as const);
  return { page: document.documentElement.scrollTop, lists, focus: focusIn(document.activeElement) };
}

function focusIn(element: Element | null): Place['focus'] {
  const selector = element === null || element === document.body ? null : selectorOf(element);
  if (element === null || selector === null) return null;
  return [selector, [...document.querySelectorAll(selector)].indexOf(element)];
}

/** Returns a selector that finds an element on the same page, drawn again; null if it has nothing to tell it by. */
function selectorOf(element: Element): string | null {
  for (const name of ['id', 'data-state', 'href', 'aria-label', 'name']) {
    const value = element.getAttribute(name);
    if (value !== null) return `${element.localName}[${name}="${CSS.escape(value)}"]`;
  }
  return null;
}
