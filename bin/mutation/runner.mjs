import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { relative } from 'node:path';
import { runTests, TestHangs } from './run-tests.mjs';
import { collect } from './test-api.mjs';
import { importsOf, likeliestFirst, listTestFiles } from './test-files.mjs';

/** Stryker's `TestStatus`. */
const SUCCESS = 0;
const FAILED = 1;

/**
 * Stryker's test runner: keeps the tests in the process, and runs for each mutant those that reach it, the likeliest
 * first, until one fails. A mutant of what runs while a module is loaded gets a process of its own, and the test files
 * that import the module.
 */
export class TestRunner {
  /** The blocks of the files that are loaded. */
  #loaded = new Map();
  /** The ids of the tests by file. */
  #tests;
  #folders;
  #store;
  #isLeftOut;
  #import;
  #forget;
  /** What instrumented code shares with its runner. */
  #stryker = (globalThis.__stryker__ ??= {});

  /**
   * @param {object} options
   * @param {readonly string[]} options.folders where test files are
   * @param {string} options.store a file for which tests there are, for the process that follows
   * @param {(id: string) => boolean} [options.isLeftOut] which tests do not run; default: all do
   * @param {(file: string) => Promise<unknown>} [options.load] how a test file is loaded; default: `import`
   * @param {() => Promise<void>} [options.forget] forgets what the mutant before has left in the process; default:
   *   nothing is left
   */
  constructor({
    folders,
    store,
    isLeftOut = () => false,
    load = (file) => import(pathToFileURL(file).href),
    forget = () => Promise.resolve(),
  }) {
    this.#folders = folders;
    this.#store = store;
    this.#isLeftOut = isLeftOut;
    this.#import = load;
    this.#forget = forget;
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun({ files, testFiles = this.#related(files) }) {
    const results = [];
    this.#tests = {};
    for (const file of testFiles) {
      const before = results.length;
      results.push(...(await this.#initialRun(file)));
      this.#tests[file] = results.slice(before).map(({ id }) => id);
    }
    writeFileSync(this.#store, JSON.stringify(this.#tests));
    return { status: 'complete', tests: results, mutantCoverage: this.#stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant: { id, fileName }, sandboxFileName, testFilter, hitLimit }) {
    this.#tests ??= JSON.parse(readFileSync(this.#store, 'utf8'));
    const stryker = this.#stryker;
    const wanted = new Set(testFilter);
    const reaching = Object.keys(this.#tests).filter((file) =>
      this.#tests[file].some((test) => wanted.has(test)),
    );
    // Of such a mutant Stryker names no tests, or the files of all.
    const isStatic = reaching.length === 0;
    // The process of such a mutant is new.
    if (!isStatic) await this.#forget();
    const files = isStatic ? this.#related([sandboxFileName], Object.keys(this.#tests)) : reaching;
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    let nrOfTests = 0;
    try {
      for (const file of likeliestFirst(files, fileName)) {
        stryker.activeMutant = isStatic ? id : undefined;
        let failed = await this.#load(file).then(
          () => undefined,
          (error) => ({ id: this.#tests[file][0], error }),
        );
        stryker.activeMutant = id;
        if (failed === undefined) {
          await runTests(this.#loaded.get(file), {
            isWanted: (test) => (isStatic ? !this.#isLeftOut(test) : wanted.has(test)),
            onStart: () => undefined,
            onEnd: (test, error) => {
              nrOfTests += 1;
              if (error !== undefined) failed = { id: test, error };
              return error === undefined;
            },
          });
        }
        if (hitLimit !== undefined && stryker.hitCount > hitLimit)
          return { status: 'timeout', reason: 'runs for ever' };
        if (failed?.error instanceof TestHangs) return { status: 'timeout', reason: failed.error.message };
        if (failed !== undefined) {
          const { id: killer, error } = failed;
          return { status: 'killed', killedBy: [killer], failureMessage: String(error), nrOfTests };
        }
      }
      return { status: 'survived', nrOfTests };
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  /** The test files that import one of some source files. */
  #related(sourceFiles, testFiles = listTestFiles(this.#folders)) {
    return testFiles.filter((file) => {
      const imported = importsOf(file);
      return sourceFiles.some((source) => imported.has(source));
    });
  }

  async #load(file) {
    if (this.#loaded.has(file)) return;
    const name = relative(process.cwd(), file);
    this.#loaded.set(file, await collect(name, () => this.#import(file)));
  }

  async #initialRun(file) {
    await this.#load(file);
    const results = [];
    const shared = [];
    let start;
    await runTests(this.#loaded.get(file), {
      isWanted: (test) => !this.#isLeftOut(test),
      onStart: (ids) => {
        start = performance.now();
        // What runs once for several tests is counted for all of them, below.
        this.#stryker.currentTestId = ids.length === 1 ? ids[0] : `for ${shared.push(ids)}`;
      },
      onEnd: (id, error) => {
        const timeSpentMs = performance.now() - start;
        const result = { id, name: id, fileName: file, timeSpentMs };
        results.push(
          error === undefined
            ? { ...result, status: SUCCESS }
            : { ...result, status: FAILED, failureMessage: String(error) },
        );
        return true;
      },
    });
    this.#stryker.currentTestId = undefined;
    this.#countForAll(shared);
    return results;
  }

  #countForAll(shared) {
    const { perTest } = this.#stryker.mutantCoverage ?? { perTest: {} };
    for (const [index, ids] of shared.entries()) {
      const key = `for ${index + 1}`;
      for (const [mutant, hits] of Object.entries(perTest[key] ?? {})) {
        for (const id of ids) {
          perTest[id] ??= {};
          perTest[id][mutant] = (perTest[id][mutant] ?? 0) + hits;
        }
      }
      delete perTest[key];
    }
  }
}
