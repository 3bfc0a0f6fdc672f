// Runs recorded executions here and compares: npm run conformance -- DIR
import { runBundled } from './run-bundled.mjs';

const { conformance } = await runBundled('local/conformance/main.ts');
const { stdout, stderr, exitCode } = await conformance(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
