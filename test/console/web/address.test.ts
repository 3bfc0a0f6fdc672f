import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeBrowser } from './support/fake-browser.ts';

const ORIGIN = 'http://127.0.0.1:8086';
const START = `${ORIGIN}/runs/title-ingestion%3Agreen?view=events&event=5`;

/** A clicked link, or an element inside it. */
class FakeElement {
  constructor(readonly attributes: Readonly<Record<string, string>> | null) {}

  closest(selector: string): unknown {
    if (selector !== 'a' || this.attributes === null) return null;
    const { attributes } = this;
    return {
      getAttribute: (name: string) => attributes[name] ?? null,
      hasAttribute: (name: string) => name in attributes,
    };
  }
}

const browser = new FakeBrowser(START);
browser.install({ Element: FakeElement });
const { badPart, go, hrefOf, keepBookmarks, param, path, withParams } =
  await import('../../../console/web/address.ts');

beforeEach(() => {
  go(START);
  browser.visited.length = 0;
  browser.scrolled = 0;
});

describe('the address', () => {
  it('has decoded path parts and query parameters', () => {
    expect(path.value).toEqual(['runs', 'title-ingestion:green']);
    expect([param('view'), param('event'), param('state')]).toEqual(['events', '5', null]);
  });

  it('tells the part of a path that cannot be decoded, and keeps the others', () => {
    expect(badPart.value).toBeNull();
    go('/runs/%E0%A4%A');

    expect(badPart.value).toBe('%E0%A4%A');
    expect(path.value).toEqual(['runs', '%E0%A4%A']);
  });

  it('keeps other query parameters on a change', () => {
    expect(withParams({ event: 6 })).toBe('/runs/title-ingestion%3Agreen?view=events&event=6');
    expect(withParams({ event: null, view: '', state: 'Ingest titles' })).toBe(
      '/runs/title-ingestion%3Agreen?state=Ingest+titles',
    );
  });

  it('of a page is encoded from its parts', () => {
    expect(hrefOf('runs', 'a:b/c', 'é')).toBe('/runs/a%3Ab%2Fc/%C3%A9');
  });
});

describe('a navigation', () => {
  it('adds a history entry, and scrolls to the top of another page', () => {
    go('/feeds');

    expect(path.value).toEqual(['feeds']);
    expect(browser.visited).toEqual([['push', `${ORIGIN}/feeds`]]);
    expect(browser.scrolled).toBe(1);
  });

  it('keeps the scroll position on the same page', () => {
    go(withParams({ event: 6 }));

    expect(param('event')).toBe('6');
    expect(browser.visited).toHaveLength(1);
    expect(browser.scrolled).toBe(0);
  });

  it('replaces the current history entry of the browser on request', () => {
    go('/feeds', { replace: true });

    expect(path.value).toEqual(['feeds']);
    expect(browser.visited).toEqual([['replace', `${ORIGIN}/feeds`]]);
  });

  it('does nothing for the current address', () => {
    go(START);

    expect(browser.visited).toEqual([]);
  });

  it('follows the Back button of the browser', () => {
    browser.location.href = `${ORIGIN}/stream`;
    browser.fire('popstate');

    expect(path.value).toEqual(['stream']);
    expect(browser.visited).toEqual([]);
  });
});

describe('a bookmark', () => {
  it('is made of each page that is left, and found again by Back', () => {
    const told: (readonly [string, string])[] = [];
    keepBookmarks({
      leave: (entry) => told.push(['leave', entry]),
      returnTo: (entry) => told.push(['return', entry]),
    });
    const first = told[0]?.[1] ?? '';
    go(withParams({ event: 6 }), { replace: true });
    expect(told).toEqual([['return', first]]);

    go('/feeds');
    browser.fire('popstate', { state: { entry: first } });

    const [, left, leftByBack, found] = told;
    expect([left, found]).toEqual([
      ['leave', first],
      ['return', first],
    ]);
    expect(leftByBack?.[0]).toBe('leave');
    expect(leftByBack?.[1]).not.toBe(first);
  });
});

describe('a click', () => {
  const PLAIN = { button: 0, defaultPrevented: false, target: new FakeElement({ href: '/titles' }) };

  it('on a link to a page of the console does not load a document', () => {
    expect(browser.fire('click', PLAIN)).toBe(true);
    expect(path.value).toEqual(['titles']);
  });

  it.each([
    ['that something else has taken', { defaultPrevented: true }],
    ['with another button', { button: 1 }],
    ['with Ctrl, for a new tab', { ctrlKey: true }],
    ['with Command', { metaKey: true }],
    ['with Shift', { shiftKey: true }],
    ['with Alt', { altKey: true }],
    ['beside all links', { target: new FakeElement(null) }],
    ['on no element', { target: {} }],
    ['on a link to elsewhere', { target: new FakeElement({ href: 'https://api.watchmode.com/' }) }],
    ['on an anchor without an address', { target: new FakeElement({}) }],
    ['on a download', { target: new FakeElement({ href: '/api/export', download: '' }) }],
  ])('%s is left to the browser', (_, different) => {
    expect(browser.fire('click', { ...PLAIN, ...different })).toBe(false);
    expect(`${ORIGIN}${withParams({})}`).toBe(START);
  });
});
