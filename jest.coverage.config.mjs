import config from './jest.config.mjs';

/**
 * `npm run test:coverage`: the tests of the tasks and of the contracts, and how much of both they run.
 *
 * @type {import('jest').Config}
 */
export default {
  ...config,
  // Files that no test loads count, too: Jest finds them below its roots only.
  roots: ['<rootDir>/test/tasks', '<rootDir>/test/events', '<rootDir>/tasks', '<rootDir>/events'],
  collectCoverage: true,
  // What V8 counts by itself.
  coverageProvider: 'v8',
  collectCoverageFrom: [
    'tasks/**/*.ts',
    'events/**/*.ts',
    // Generated, and nothing but types.
    '!events/types.ts',
    '!tasks/shared/watchmode/responses.ts',
  ],
  coverageReporters: ['text-summary', 'html'],
  // In percent: what there is, rounded down.
  coverageThreshold: {
    './tasks/': { statements: 97, branches: 96, functions: 95, lines: 97 },
    './events/': { statements: 99, branches: 95, functions: 95, lines: 99 },
  },
};
