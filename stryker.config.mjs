import jestConfig from './jest.config.mjs';

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
    'local/interpreter/**/*.ts',
    // Generated, and nothing but types.
    '!events/types.ts',
    '!tasks/shared/watchmode/responses.ts',
  ],
  plugins: ['@stryker-mutator/jest-runner', './bin/mutation/plugins.mjs'],
  testRunner: 'jest-file-by-file',
  // Texts of three words and more: see bin/mutation/texts.mjs.
  ignorers: ['sentences'],
  checkers: isSample ? ['sample'] : [],
  // Jest loads the project as ES modules.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  coverageAnalysis: 'perTest',
  jest: {
    projectType: 'custom',
    config: {
      ...jestConfig,
      // Which tests a file has is found through all that lies between them.
      roots: [
        '<rootDir>/test',
        '<rootDir>/tasks',
        '<rootDir>/events',
        '<rootDir>/workflow',
        '<rootDir>/local',
      ],
      // The others test these folders in processes of their own, which run no mutants, or run hundreds of worlds each.
      testMatch: ['<rootDir>/test/{tasks,events,workflow,local/interpreter}/**/*.test.ts'],
      // It reads the source as text, which is another one here.
      testPathIgnorePatterns: ['/node_modules/', 'test/tasks/shared/errors/error-names.test.ts'],
      // Not the copy's: the runner tells this one which files run.
      filter: `${import.meta.dirname}/bin/mutation/filter.cjs`,
    },
  },
  concurrency: 1,
  // A sample would be taken for the rest's result the next time.
  incremental: !isSample,
  incrementalFile: 'node_modules/.cache/stryker/incremental.json',
  // All tests of a file that much depends on, once each, on a busy machine.
  dryRunTimeoutMinutes: 30,
  reporters: ['clear-text'],
  clearTextReporter: { logTests: false },
  // A copy of the project. Not below node_modules, where Jest finds no tests.
  tempDirName: '.stryker-tmp',
};
