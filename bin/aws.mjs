// The operator's commands on AWS that the CDK does not have: npm run aws:whoami, aws:secret, aws:purge.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { runBundled } from './run-bundled.mjs';

/** One line from the terminal. What is typed is shown nowhere, since readline echoes into the void. */
async function askForKey() {
  process.stderr.write('Watchmode API key (not shown): ');
  const nowhere = new Writable({ write: (chunk, encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

// The SDK announces on stderr that it will leave Node 20 one day, which is no news to the operator.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const { operate } = await runBundled('infra/operator/main.ts');
process.exitCode = await operate(process.argv.slice(2), {
  createClients: (options) => ({
    cloudFormation: new CloudFormationClient(options),
    kinesis: new KinesisClient(options),
    secretsManager: new SecretsManagerClient(options),
    ssm: new SSMClient(options),
    sts: new STSClient(options),
  }),
  readStandardInput: () => (process.stdin.isTTY ? askForKey() : text(process.stdin)),
  stdout: (output) => process.stdout.write(output),
  stderr: (output) => process.stderr.write(output),
});
