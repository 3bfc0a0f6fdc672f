// Estimates the cost of a run: npm run cost -- --titles N
import { runBundled } from './run-bundled.mjs';

const { cost } = await runBundled('infra/cost/main.ts');
const { stdout, stderr, exitCode } = cost(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
