// Runs the soak test, which breaks runs and checks every promise: npm run soak -- --minutes 10
import { fileURLToPath } from 'node:url';
import { runBundled } from './run-bundled.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { soak } = await runBundled('soak/main.ts');
process.exitCode = await soak(process.argv.slice(2), {
  root: fileURLToPath(new URL('..', import.meta.url)),
  print: (line) => void process.stdout.write(`${line}\n`),
});
