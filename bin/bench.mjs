// Measures the local runtime and the console's pages: npm run bench
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.mjs';
import { runBundled } from './run-bundled.mjs';

// As the command line does: the SDK would warn that it will leave Node 20 behind.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const { bench } = await runBundled('bench/main.ts');
const { benchConsole } = await runBundled('bench/console/bench-console.ts');
const tvguide = fileURLToPath(new URL('tvguide.mjs', import.meta.url));
const print = (line) => void process.stdout.write(`${line}\n`);
const chromiumPath = findChromium();

const code = await bench(print, tvguide);
if (chromiumPath === undefined) {
  print('the console is left out: there is no Chromium on the PATH, and CHROMIUM_PATH names none');
  process.exitCode = code;
} else {
  process.exitCode = Math.max(code, await benchConsole(print, { tvguide, chromiumPath }));
}
