/** `MUTATION_SAMPLE=3/10`: every tenth mutant, from the third on. */
const isSample = process.env.MUTATION_SAMPLE !== undefined;

/**
 * Mutation testing: the code is broken in small ways, one at a time, and what no test notices is named. No part of
 * `npm test`. What it found, and how long it took: CONTRIBUTING.md.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: [
    '{tasks,events,workflow}/**/*.ts',
    'local/stepfunctions/interpreter/**/*.ts',
    // Generated, and nothing but types.
    '!events/types.ts',
    '!tasks/shared/watchmode/responses.ts',
  ],
  plugins: ['./bin/mutation/plugins.mjs'],
  testRunner: 'in-process',
  testRunnerNodeArgs: ['--import', new URL('bin/mutation/register.mjs', import.meta.url).href],
  // Texts of three words and more: see bin/mutation/texts.mjs.
  ignorers: ['sentences'],
  checkers: isSample ? ['sample'] : [],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // A mutant that runs for ever is found by how often it runs, a test that waits for ever by its idleness; what is left
  // may be slow, on a busy machine.
  timeoutMS: 60_000,
  // A sample would be taken for the rest's result the next time.
  incremental: !isSample,
  incrementalFile: 'node_modules/.cache/stryker/incremental.json',
  dryRunTimeoutMinutes: 30,
  // What there is: CONTRIBUTING.md. A sample says it within some percent.
  thresholds: { high: 95, low: 92, break: isSample ? null : 92 },
  reporters: ['clear-text'],
  clearTextReporter: { logTests: false, allowColor: false },
  // A copy of the project.
  tempDirName: '.stryker-tmp',
};
