import config from './jest.config.mjs';

const FOLDERS = ['events', 'workflow', 'tasks', 'consumer', 'infra'];

/**
 * Configuration of `npm run test:coverage`, which covers the code that runs on AWS. Much of the other code is tested in
 * child processes, which coverage does not measure.
 *
 * @type {import('jest').Config}
 */
export default {
  ...config,
  // Includes the sources, because Jest counts untested files only below its roots.
  roots: FOLDERS.flatMap((folder) => [`<rootDir>/test/${folder}`, `<rootDir>/${folder}`]),
  collectCoverage: true,
  coverageProvider: 'v8',
  collectCoverageFrom: [
    ...FOLDERS.map((folder) => `${folder}/**/*.ts`),
    // Generated files with types only.
    '!events/types.ts',
    '!tasks/shared/watchmode/responses.ts',
  ],
  coverageReporters: ['text-summary', 'html'],
  // Percentages: the values of November 2026, rounded down.
  coverageThreshold: {
    './events/': { statements: 99, branches: 96, functions: 97, lines: 99 },
    './workflow/': { statements: 99, branches: 96, functions: 100, lines: 99 },
    './tasks/': { statements: 97, branches: 97, functions: 96, lines: 97 },
    './consumer/': { statements: 94, branches: 94, functions: 96, lines: 94 },
    './infra/': { statements: 99, branches: 98, functions: 98, lines: 99 },
  },
};
