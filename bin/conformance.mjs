// Compares the runtime with executions recorded on AWS: npm run conformance
import { fileURLToPath } from 'node:url';
import { runBundled } from './run-bundled.mjs';

// The AWS SDK warns that it will drop support for Node.js 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const { conformance } = await runBundled('bench/conformance/main.ts');
process.exitCode = await conformance(process.argv.slice(2), {
  folder: fileURLToPath(new URL('../bench/conformance/golden', import.meta.url)),
  print: (line) => void process.stdout.write(`${line}\n`),
});
