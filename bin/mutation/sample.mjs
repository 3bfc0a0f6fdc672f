const SAMPLE = /^([1-9]\d*)\/([1-9]\d*)$/;

/**
 * Reads which mutants a run takes: `3/10` is every tenth, from the third on. Stryker numbers mutants by file and place,
 * so that each file is represented by its share, and the same code has the same sample again.
 *
 * @param {string} text
 * @returns {(mutantId: string) => boolean}
 * @throws {Error} when it is none
 */
export function readSample(text) {
  const [, from, every] = (SAMPLE.exec(text) ?? []).map(Number);
  if (!(from <= every)) {
    throw new Error(
      `MUTATION_SAMPLE is ${JSON.stringify(text)}; 3/10 is every tenth mutant, from the third on`,
    );
  }
  return (mutantId) => Number(mutantId) % every === from - 1;
}

/**
 * Stryker's checker that lets only a sample through. What it leaves out counts as an error in Stryker's table, and not
 * in its score.
 */
export class SampleChecker {
  #isIn;

  /** @param {string} text as {@link readSample} takes it */
  constructor(text) {
    this.#isIn = readSample(text);
  }

  init() {
    return Promise.resolve();
  }

  check(mutants) {
    const result = ({ id }) =>
      this.#isIn(id) ? { status: 'passed' } : { status: 'compileError', reason: 'not in the sample' };
    return Promise.resolve(Object.fromEntries(mutants.map((mutant) => [mutant.id, result(mutant)])));
  }

  /** All at once. */
  group(mutants) {
    return Promise.resolve([mutants.map(({ id }) => id)]);
  }
}
