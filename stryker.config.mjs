/**
 * Configuration of mutation testing, `npm run mutation`. It is not part of `npm test`. See docs/testing.md.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['{tasks,events,workflow,consumer}/**/*.ts', 'local/**/interpreter/**/*.ts'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    configFile: 'jest.config.mjs',
    config: {
      // The other tests start processes, which do not run mutants.
      testMatch: [
        '<rootDir>/test/{tasks,events,workflow,consumer}/**/*.test.ts',
        '<rootDir>/test/local/**/interpreter/**/*.test.ts',
      ],
      // These tests read the source as text, which Stryker rewrites.
      testPathIgnorePatterns: ['/events/types.test.ts$', '/error-names.test.ts$'],
    },
  },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // Jest leaks memory with each run.
  maxTestRunnerReuse: 20,
  timeoutMS: 60_000,
  // Stryker rewrites tsconfig.json with an API that TypeScript 7 does not have. swc does not read the file.
  tsconfigFile: 'none',
  reporters: ['clear-text'],
  clearTextReporter: { reportTests: false, allowColor: false },
  // The copy of the project that Stryker changes.
  tempDirName: '.stryker-tmp',
};
