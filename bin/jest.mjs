// Runs Jest, in a Node.js that waits longer before it optimises: `node bin/jest.mjs test/tasks`.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

// Each suite has functions of its own, which end with it: optimising them costs more than it saves, an eighth of all the
// processor time. Eight times the budget of V8 lets those be optimised that run really often. Newer versions of V8
// count otherwise, and refuse the flag.
const FLAG = '--interrupt-budget=540672';
if (process.versions.node.startsWith('20.')) {
  setFlagsFromString(FLAG);
  // Jest starts its workers with the same.
  process.execArgv.push(FLAG);
}
// Its program is not among the exports of the package.
const require = createRequire(import.meta.url);
require(join(dirname(require.resolve('jest/package.json')), 'bin/jest.js'));
