// Runs recorded executions here and compares: npm run conformance -- DIR
import { runBundled } from './run-bundled.mjs';

// Node 20 is supported here, and standard error is for what went wrong.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const { conformance } = await runBundled('bench/conformance/main.ts');
const { stdout, stderr, exitCode } = await conformance(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
