// Ends the process if Node.js is too old. The first import of each program, because others fail on an old Node.js.
import { readFileSync } from 'node:fs';
import { nodeFault } from './node-version.mjs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const fault = nodeFault(process.versions.node, engines.node);
if (fault !== undefined) {
  process.stderr.write(`tvguide: ${fault}\n`);
  process.exit(1);
}
