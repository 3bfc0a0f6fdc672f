// What cdk.json names as the app: it needs no loader, no network and no account.
import { runBundled } from './run-bundled.mjs';

await runBundled('infra/app.ts');
