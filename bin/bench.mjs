// Measures the local runtime: npm run bench
import { fileURLToPath } from 'node:url';
import { runBundled } from './run-bundled.mjs';

// As the command line does: the SDK would warn that it will leave Node 20 behind.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const { bench } = await runBundled('bench/main.ts');
const tvguide = fileURLToPath(new URL('tvguide.mjs', import.meta.url));
process.exitCode = await bench((line) => void process.stdout.write(`${line}\n`), tvguide);
