// Simulates random failures and checks every promise: node bin/worlds.mjs --worlds 50000
import { runBundled } from './run-bundled.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { playWorlds } = await runBundled('test/promises/main.ts');
process.exitCode = await playWorlds(process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`));
