// The CDK app that cdk.json names. It needs no loader, network or account.
import { runBundled } from './run-bundled.mjs';

await runBundled('infra/app.ts');
