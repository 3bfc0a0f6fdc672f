import { readFileSync, writeFileSync } from 'node:fs';
import filter from './filter.cjs';
import { stagesOf } from './test-files.mjs';

/**
 * Stryker's Jest runner, one test file at a time.
 *
 * By itself it loads every test file that is related to the mutated one, to run the few tests that reach a mutant; and
 * runs all tests there are for a mutant of what runs when a module is loaded. Here each test file has an initial run of
 * its own, which tells which tests and which modules' starts are in which file. A mutant costs the files that reach it,
 * the likeliest first, until one fails.
 */
export class FileByFileRunner {
  /** What the initial run found out of each test file, as `stagesOf` takes it. */
  #files;
  #jest;
  #related;
  #store;

  /**
   * @param jest the runner that does the work, with `jest.enableFindRelatedTests` off
   * @param related the same with it on, which only lists test files
   * @param store a file for what the initial run found out, for the process that follows one that was ended
   */
  constructor({ jest, related, store }) {
    this.#jest = jest;
    this.#related = related;
    this.#store = store;
  }

  capabilities() {
    return this.#jest.capabilities();
  }

  async init() {
    await this.#jest.init();
    await this.#related.init();
  }

  async dryRun(options) {
    const tests = [];
    let mutantCoverage = { static: {}, perTest: {} };
    this.#files = {};
    for (const file of options.testFiles ?? (await this.#listRelated(options))) {
      const start = performance.now();
      const result = await this.#jest.dryRun({ ...options, testFiles: [file] });
      if (result.status !== 'complete') return result;
      const ms = performance.now() - start;
      // Its counters go on from file to file.
      const before = mutantCoverage.static;
      mutantCoverage = structuredClone(result.mutantCoverage);
      const { static: counts } = mutantCoverage;
      this.#files[file] = {
        tests: result.tests.map(({ id }) => id),
        loads: Object.keys(counts).filter((id) => counts[id] !== before[id]),
        ms,
      };
      tests.push(...result.tests.map((test) => ({ ...test, timeSpentMs: ms / result.tests.length })));
    }
    writeFileSync(this.#store, JSON.stringify(this.#files));
    return { status: 'complete', tests, mutantCoverage };
  }

  async mutantRun(options) {
    this.#files ??= JSON.parse(readFileSync(this.#store, 'utf8'));
    const { activeMutant, testFilter } = options;
    const mutant = { id: activeMutant.id, sourceFile: activeMutant.fileName, tests: testFilter ?? [] };
    let nrOfTests = 0;
    for (const { files, tests } of stagesOf(this.#files, mutant)) {
      filter.choose(files);
      const result = await this.#jest.mutantRun({ ...options, testFilter: tests });
      if (result.status !== 'survived') return result;
      nrOfTests += result.nrOfTests;
    }
    return { status: 'survived', nrOfTests };
  }

  async #listRelated(options) {
    filter.choose([]);
    await this.#related.dryRun(options);
    filter.choose(undefined);
    return filter.lastSeen();
  }
}
