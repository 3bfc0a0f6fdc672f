import { beforeEach, expect, it } from '@jest/globals';
import { listenToKeys } from '../../../console/web/keyboard.ts';
import { FakeBrowser } from './support/fake-browser.ts';

class FakeField {
  blurred = 0;

  blur(): void {
    this.blurred += 1;
  }
}
class Input extends FakeField {}
class TextArea extends FakeField {}
class Select extends FakeField {}

const browser = new FakeBrowser();
const page = {
  activeElement: null as object | null,
  searched: 0,
  querySelector: (selector: string) =>
    selector === '.search input' ? { focus: () => (page.searched += 1) } : null,
};
browser.install({
  document: page,
  HTMLInputElement: Input,
  HTMLTextAreaElement: TextArea,
  HTMLSelectElement: Select,
});
listenToKeys();

beforeEach(() => {
  page.activeElement = null;
  page.searched = 0;
});

it('focuses the search with a slash, without typing it', () => {
  expect(browser.fire('keydown', { key: '/' })).toBe(true);
  expect(page.searched).toBe(1);
});

it.each([Input, TextArea, Select])('types a slash in a field: %p', (Field) => {
  page.activeElement = new Field();

  expect(browser.fire('keydown', { key: '/' })).toBe(false);
  expect(page.searched).toBe(0);
});

it('leaves a field with Escape', () => {
  const field = new Input();
  page.activeElement = field;
  browser.fire('keydown', { key: 'Escape' });

  expect(field.blurred).toBe(1);
});

it.each(['ctrlKey', 'metaKey', 'altKey'])('leaves a shortcut of the browser alone: %s', (modifier) => {
  const field = new Input();
  expect(browser.fire('keydown', { key: '/', [modifier]: true })).toBe(false);
  page.activeElement = field;
  browser.fire('keydown', { key: 'Escape', [modifier]: true });

  expect([page.searched, field.blurred]).toEqual([0, 0]);
});

it('does nothing with other keys', () => {
  const field = new Input();
  page.activeElement = field;

  expect(browser.fire('keydown', { key: 'a' })).toBe(false);
  expect([page.searched, field.blurred]).toEqual([0, 0]);
});
