import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

/** A test file of which Jest knows the size, and has not measured the time. */
const unmeasured = (path: string, size: number) => ({
  path: join(root, path),
  context: {
    config: { rootDir: root, cacheDirectory: join(root, 'none'), id: 'any' },
    hasteFS: { getSize: () => size },
  },
});

/** Plain JavaScript, as Jest's configuration is. */
const { default: LongestFirst, LONGEST_S } = (await import(
  pathToFileURL(join(root, 'jest.sequencer.mjs')).href
)) as {
  readonly default: new () => {
    sort(tests: readonly ReturnType<typeof unmeasured>[]): readonly { readonly path: string }[];
  };
  readonly LONGEST_S: Readonly<Record<string, number>>;
};

it('starts first what takes longest, however small its file, where nothing was measured yet', () => {
  const [longest = ''] = Object.keys(LONGEST_S);

  const sorted = new LongestFirst().sort([
    unmeasured('test/small.test.ts', 200),
    unmeasured('test/large.test.ts', 90_000),
    unmeasured(longest, 100),
  ]);

  expect(sorted.map(({ path }) => path)).toEqual(
    [longest, 'test/large.test.ts', 'test/small.test.ts'].map((path) => join(root, path)),
  );
});

it('knows no suite that is gone', () => {
  expect(Object.keys(LONGEST_S).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
