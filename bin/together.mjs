// Runs scripts of package.json side by side: `node bin/together.mjs lint format:check`. What each of them writes is kept
// together, and shown as soon as it has ended. All of them end before this does, with 1 when any of them failed.
import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';

const onWindows = process.platform === 'win32';

/** Runs a script to its end, and gives whether it succeeded. */
async function run(script) {
  const child = spawn('npm', ['run', '--silent', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: onWindows,
  });
  const [stdout, stderr, failure] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(signal ?? (code === 0 ? undefined : code)));
    }),
  ]);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  if (failure !== undefined) process.stderr.write(`npm run ${script} failed (${failure})\n`);
  return failure === undefined;
}

const succeeded = await Promise.all(process.argv.slice(2).map(run));
if (succeeded.includes(false)) process.exitCode = 1;
