// Measures the local runtime and the console's pages: npm run bench
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.mjs';
import { runBundled } from './run-bundled.mjs';

// The AWS SDK warns that it will drop support for Node.js 20.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const { bench, usageFor } = await runBundled('bench/main.ts');
const tvguide = fileURLToPath(new URL('tvguide.mjs', import.meta.url));
const print = (line) => void process.stdout.write(`${line}\n`);

async function measure() {
  const { benchConsole } = await runBundled('bench/console/bench-console.ts');
  const chromiumPath = findChromium();
  const code = await bench(print, tvguide);
  if (chromiumPath !== undefined) return Math.max(code, await benchConsole(print, { tvguide, chromiumPath }));
  print('The console is not measured: there is no Chromium on the PATH, and CHROMIUM_PATH is not set.');
  return code;
}

const usage = usageFor(process.argv.slice(2));
if (usage !== undefined) print(usage.text);
process.exitCode = usage === undefined ? await measure() : usage.code;
