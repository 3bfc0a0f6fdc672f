/**
 * What the tests import from `@jest/globals`, so far as they use it, for tests that are kept in the process and run
 * again for each mutant. Jest itself makes a new world for each test file of each mutant, which takes a hundred times
 * as long.
 */
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';

export { expect } from 'expect';

/**
 * A file or a `describe`.
 *
 * @typedef {object} Block
 * @property {string} name
 * @property {(Block | Test)[]} children in their order
 * @property {Record<'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll', (() => unknown)[]>} hooks
 *
 * @typedef {object} Test
 * @property {string} id
 * @property {() => unknown} body
 */

/** What is being declared. @type {Block} */
let current = newBlock('');
/** How many tests of the file have each name. */
let counts = new Map();

function newBlock(name) {
  return { name, children: [], hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] } };
}

/**
 * The tests that a file declares while it is loaded.
 *
 * @param {string} name of the file: the tests' ids begin with it
 * @param {() => Promise<unknown>} load
 * @returns {Promise<Block>}
 */
export async function collect(name, load) {
  const file = newBlock(name);
  current = file;
  counts = new Map();
  await load();
  return file;
}

function declareBlock(name, body) {
  const outer = current;
  const block = newBlock(`${outer.name} ${name}`);
  outer.children.push(block);
  current = block;
  body();
  current = outer;
}

function declareTest(name, body) {
  const fullName = `${current.name} ${name}`;
  const count = (counts.get(fullName) ?? 0) + 1;
  counts.set(fullName, count);
  const id = count === 1 ? fullName : `${fullName} (${count})`;
  current.children.push({ id, body });
}

export const describe = Object.assign(declareBlock, { each: bind(declareBlock, false) });
export const it = Object.assign(declareTest, { each: bind(declareTest, false) });

const hook = (kind) => (body) => {
  current.hooks[kind].push(body);
};
export const beforeAll = hook('beforeAll');
export const beforeEach = hook('beforeEach');
export const afterEach = hook('afterEach');
export const afterAll = hook('afterAll');

const mocker = new ModuleMocker(globalThis);
export const jest = { fn: mocker.fn.bind(mocker), spyOn: mocker.spyOn.bind(mocker) };

/** Takes all spies away, as Jest does between tests (`restoreMocks`). */
export function restoreMocks() {
  mocker.restoreAllMocks();
}
