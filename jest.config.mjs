import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';

// The AWS SDK warns on every start that it will leave Node 20 behind: no news in a test's output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// Stores of runs, and Chromium, wait for the disk many thousand times. Where there is room in memory, nothing waits.
const IN_MEMORY = '/dev/shm';
const NEEDED_BYTES = 2 * 1024 ** 3;
if (process.env.TMPDIR === undefined && existsSync(IN_MEMORY)) {
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  if (bavail * bsize >= NEEDED_BYTES) process.env.TMPDIR = IN_MEMORY;
}

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript' },
          keepClassNames: true,
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // The global object of a suite ends with it. Objects that a process still uses then, such as those of a server that
  // is closing, are left alone.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  restoreMocks: true,
  // Machines are busy, and some tests start processes. A test that hangs is still found.
  testTimeout: 60_000,
  // Jest keeps something of each suite: modules, and on Node.js 20 an AsyncLocalStorage that each promise asks. A worker
  // that has grown beyond this is replaced when it is idle.
  workerIdleMemoryLimit: '600MB',
  // A worker that does not exit has leaked a server, a timer or a child process: that is a defect.
  forceExit: false,
  // One more than there are processors: suites that start processes wait for a good part of their time.
  maxWorkers: availableParallelism() + 1,
};
