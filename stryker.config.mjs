/**
 * Mutation testing: Stryker breaks the code in small ways, one at a time, and names what no test notices. It is no part
 * of `npm test`: see docs/testing.md.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['{tasks,events,workflow}/**/*.ts', 'local/**/interpreter/**/*.ts'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    configFile: 'jest.config.mjs',
    config: {
      // The other tests start processes, which run no mutants.
      testMatch: [
        '<rootDir>/test/{tasks,events,workflow}/**/*.test.ts',
        '<rootDir>/test/local/**/interpreter/**/*.test.ts',
      ],
      // They read the source as text, and Stryker rewrites it.
      testPathIgnorePatterns: ['/events/types.test.ts$', '/error-names.test.ts$'],
    },
  },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // Jest keeps something of each run.
  maxTestRunnerReuse: 20,
  // A busy machine is slow.
  timeoutMS: 60_000,
  // Stryker would rewrite tsconfig.json with an API that TypeScript 7 does not have. swc does not read the file.
  tsconfigFile: 'none',
  reporters: ['clear-text'],
  clearTextReporter: { reportTests: false, allowColor: false },
  // A copy of the project.
  tempDirName: '.stryker-tmp',
};
