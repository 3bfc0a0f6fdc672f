import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';

// The AWS SDK warns that it will drop support for Node.js 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// Stores of runs and Chromium wait for the disk many thousand times, so temporary files are in memory if there is room.
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
  // Jest would otherwise destroy objects that are still in use after a suite, such as those of a closing server.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  restoreMocks: true,
  // Allows for busy machines and tests that start processes, and still finds a test that hangs.
  testTimeout: 60_000,
  // Jest leaks memory with each suite: modules, and on Node.js 20 an AsyncLocalStorage that slows down every promise.
  // An idle worker above this limit is replaced.
  workerIdleMemoryLimit: '600MB',
  // A worker that does not exit has leaked a server, a timer or a child process, which is a defect.
  forceExit: false,
  // One more than the number of processors, because suites that start processes often wait.
  maxWorkers: availableParallelism() + 1,
};
