// Runs the tests of the Lambda functions on Lambda's version of Node.js: npm run test:node24. The first run installs it
// from an npm package below node_modules/.cache.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAJOR = 24;
const TESTS = [
  'test/tasks',
  'test/consumer',
  'test/events',
  'test/infra/task-bundle.test.ts',
  'test/infra/consumer-bundle.test.ts',
];

const source = fileURLToPath(new URL('./node24/', import.meta.url));
const folder = fileURLToPath(new URL('../node_modules/.cache/node24/', import.meta.url));

/** Returns the path of the installed Node.js. Undefined if it is not installed. */
async function findProgram() {
  const { platform, arch } = process;
  const path = join(folder, 'node_modules', `node-${platform}-${arch}/bin/node`);
  const found = await stat(path).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return found === undefined ? undefined : path;
}

async function install() {
  await mkdir(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) await cp(source + file, folder + file);
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
}

/** Runs a program to its end. Exits with its code if it fails. */
function run(program, args, options) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

// On that version, npm test has run these tests already.
if (Number.parseInt(process.versions.node, 10) !== MAJOR) {
  if ((await findProgram()) === undefined) await install();
  const node = await findProgram();
  if (node === undefined) {
    process.stderr.write(
      `The tests on Node.js ${MAJOR} are skipped: there is no package of it for this platform.\n`,
    );
  } else {
    // The package does not export its binary.
    const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin/jest.js');
    // One worker per processor, because these tests hardly wait and each worker takes half a second to start.
    run(node, ['--max-semi-space-size=32', jest, '--maxWorkers=100%', ...TESTS, ...process.argv.slice(2)], {
      env: {
        ...process.env,
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      },
    });
  }
}
