/** What a browser's window does for the pages, as far as their modules need it without a document to draw in. */
export class FakeBrowser {
  readonly location: { href: string };
  /** Addresses that were put into the history, and how. */
  readonly visited: (readonly [how: 'push' | 'replace', href: string])[] = [];
  /** How often the page was scrolled to its top. */
  scrolled = 0;
  readonly #listeners = new Map<string, (event: unknown) => void>();

  constructor(href = 'http://127.0.0.1:8086/') {
    this.location = { href };
  }

  /** Becomes what the modules find on the global object. */
  install(more: Readonly<Record<string, unknown>> = {}): void {
    const remember = (how: 'push' | 'replace') => (_state: unknown, _title: string, url: URL) => {
      this.location.href = url.href;
      this.visited.push([how, url.href]);
    };
    Object.assign(globalThis, {
      location: this.location,
      history: { pushState: remember('push'), replaceState: remember('replace') },
      scrollTo: () => (this.scrolled += 1),
      addEventListener: (type: string, listener: (event: unknown) => void) =>
        this.#listeners.set(type, listener),
      ...more,
    });
  }

  /** Tells the listeners of an event; gives whether one of them has prevented what a browser does with it. */
  fire(type: string, event: Readonly<Record<string, unknown>> = {}): boolean {
    let isPrevented = false;
    this.#listeners.get(type)?.({ ...event, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  }
}
