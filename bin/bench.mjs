// Measures the local runtime: npm run bench
import { runBundled } from './run-bundled.mjs';

const { bench } = await runBundled('bench/main.ts');
process.exitCode = await bench((line) => void process.stdout.write(`${line}\n`));
