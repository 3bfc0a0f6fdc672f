import config from './jest.config.mjs';

const FOLDERS = ['events', 'workflow', 'tasks', 'infra'];

/**
 * `npm run test:coverage`: the tests of what runs on AWS (contracts, workflow, tasks, deployment), and how much of it
 * they run. What runs on a laptop is tested by processes of its own for a good part, which coverage does not see.
 *
 * @type {import('jest').Config}
 */
export default {
  ...config,
  // Files that no test loads count, too: Jest finds them below its roots only.
  roots: FOLDERS.flatMap((folder) => [`<rootDir>/test/${folder}`, `<rootDir>/${folder}`]),
  collectCoverage: true,
  // What V8 counts by itself.
  coverageProvider: 'v8',
  collectCoverageFrom: [
    ...FOLDERS.map((folder) => `${folder}/**/*.ts`),
    // Generated, and nothing but types.
    '!events/types.ts',
    '!tasks/shared/watchmode/responses.ts',
  ],
  coverageReporters: ['text-summary', 'html'],
  // In percent: what there is, rounded down.
  coverageThreshold: {
    './events/': { statements: 99, branches: 96, functions: 97, lines: 99 },
    './workflow/': { statements: 99, branches: 96, functions: 100, lines: 99 },
    './tasks/': { statements: 97, branches: 97, functions: 96, lines: 97 },
    './infra/': { statements: 99, branches: 98, functions: 98, lines: 99 },
  },
};
