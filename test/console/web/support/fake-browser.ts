/** The parts of a browser's window that the modules of the pages need without a document. */
export class FakeBrowser {
  readonly location: { href: string };
  /** The addresses in the history, and how they were added. */
  readonly visited: (readonly [how: 'push' | 'replace', href: string])[] = [];
  /** The number of times that the page was scrolled to its top. */
  scrolled = 0;
  readonly #listeners = new Map<string, (event: unknown) => void>();

  constructor(href = 'http://127.0.0.1:8086/') {
    this.location = { href };
  }

  /** Installs itself on the global object. */
  install(more: Readonly<Record<string, unknown>> = {}): void {
    const remember = (how: 'push' | 'replace') => (_state: unknown, _title: string, url?: URL) => {
      if (url === undefined) return;
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

  /** Dispatches an event; returns true if a listener has prevented its default action. */
  fire(type: string, event: Readonly<Record<string, unknown>> = {}): boolean {
    let isPrevented = false;
    this.#listeners.get(type)?.({ ...event, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  }
}
