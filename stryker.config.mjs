import jestConfig from './jest.config.mjs';

/**
 * Mutation testing: the code is broken in small ways, one at a time, and what no test notices is named. No part of
 * `npm test`: all of it takes hours. `npm run mutation -- --mutate 'tasks/settle-deferred/*.ts'` is a part of it.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['{tasks,events,workflow}/**/*.ts', 'local/interpreter/**/*.ts'],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
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
    },
  },
  concurrency: 1,
  // All tests of a file that much depends on, once each, on a busy machine.
  dryRunTimeoutMinutes: 30,
  reporters: ['clear-text'],
  clearTextReporter: { logTests: false },
  // A copy of the project. Not below node_modules, where Jest finds no tests.
  tempDirName: '.stryker-tmp',
};
