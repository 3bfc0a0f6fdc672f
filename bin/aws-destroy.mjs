// Destroys all stacks, and explains how to destroy the protected one: npm run aws:destroy
import { spawnSync } from 'node:child_process';

const args = process.argv.slice(2);
const { status, error } = spawnSync('cdk', ['destroy', '--all', ...args], { stdio: 'inherit' });
if (error !== undefined) throw error;
if (status !== 0) {
  const same = args.map((arg) => ` ${arg}`).join('');
  process.stderr.write(`
The shared stack is protected against deletion. If that is what stopped the command, lift the protection first:
  npm run aws:deploy:shared -- -c terminationProtection=false${same}
and then run aws:destroy again:
  npm run aws:destroy --${same}
`);
}
process.exitCode = status ?? 1;
