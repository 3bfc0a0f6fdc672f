/**
 * What the initial run found out of one test file.
 *
 * @typedef {object} TestFile
 * @property {readonly string[]} tests its tests, by full name
 * @property {readonly string[]} loads the mutants, by id, that run while it loads its modules
 * @property {number} ms how long it took
 */

/** How many test files run together, one after the other: most mutants die of the first one. */
const STAGES = [1, 4];

/**
 * The test files that reach a mutant, the likeliest to notice it first, in the groups in which they run.
 *
 * @param {Readonly<Record<string, TestFile>>} files by absolute path
 * @param {{ id: string, sourceFile: string, tests: readonly string[] }} mutant with the tests that run its code, by full name
 * @returns {{ files: string[], tests: string[] | undefined }[]} `tests` is undefined where all tests of the files run
 */
export function stagesOf(files, { id, sourceFile, tests }) {
  const covering = new Set(tests);
  const loading = Object.keys(files).filter((file) => files[file].loads.includes(id));
  const reaching =
    loading.length > 0
      ? loading
      : Object.keys(files).filter((file) => files[file].tests.some((test) => covering.has(test)));
  const ordered = reaching.toSorted(
    (one, other) =>
      closeness(sourceFile, other) - closeness(sourceFile, one) || files[one].ms - files[other].ms,
  );
  return [...groups(ordered)].map((group) => ({
    files: group,
    // What runs when a module is loaded may change any test of a file that loads it.
    tests:
      loading.length > 0
        ? undefined
        : group.flatMap((file) => files[file].tests.filter((test) => covering.has(test))),
  }));
}

function* groups(files) {
  let from = 0;
  for (const size of [...STAGES, Infinity]) {
    if (from >= files.length) return;
    yield files.slice(from, from + size);
    from += size;
  }
}

/** How many words of a source file's path a test file's path has: tests lie in `test` as the source lies in the project. */
function closeness(sourceFile, testFile) {
  const words = new Set(testFile.split(/[/.]/));
  return sourceFile.split(/[/.]/).filter((word) => words.has(word)).length;
}
