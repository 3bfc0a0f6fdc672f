// Runs the tests of what AWS Lambda runs with the Node.js that Lambda has: part of `npm test`. The package of this
// platform brings it; it is installed when it is first needed, below node_modules, where nothing else finds it.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAJOR = 24;
const TESTS = ['test/tasks', 'test/events', 'test/infra/task-bundle.test.ts'];

const source = fileURLToPath(new URL('./node24/', import.meta.url));
const folder = fileURLToPath(new URL('../node_modules/.cache/node24/', import.meta.url));

/** The path of the package's program: undefined where it is not installed. */
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

/** Runs a program to its end; when it fails, this one has failed. */
function run(program, args, options) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

// Whoever runs all tests with that Node.js has run these, too.
if (Number.parseInt(process.versions.node, 10) !== MAJOR) {
  if ((await findProgram()) === undefined) await install();
  const node = await findProgram();
  if (node === undefined) {
    process.stderr.write(`No package brings Node.js ${MAJOR} for this platform: its tests are not run.\n`);
  } else {
    // Its program is not among the exports of the package.
    const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin/jest.js');
    // One worker a processor: these hardly wait, and each more takes half a second to start.
    run(node, ['--max-semi-space-size=32', jest, '--maxWorkers=100%', ...TESTS, ...process.argv.slice(2)], {
      env: {
        ...process.env,
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      },
    });
  }
}
