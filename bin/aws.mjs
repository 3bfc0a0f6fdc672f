// The operator's commands on AWS that the CDK does not have: npm run aws:whoami, aws:secret, aws:purge.
import { text } from 'node:stream/consumers';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { runBundled } from './run-bundled.mjs';

// The SDK announces on stderr that it will leave Node 20 one day, which is no news to the operator.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const { operate, askForKey } = await runBundled('infra/operator/main.ts');
process.exitCode = await operate(process.argv.slice(2), {
  createClients: (options) => ({
    cloudFormation: new CloudFormationClient(options),
    kinesis: new KinesisClient(options),
    secretsManager: new SecretsManagerClient(options),
    ssm: new SSMClient(options),
    sts: new STSClient(options),
  }),
  readStandardInput: () =>
    process.stdin.isTTY ? askForKey(process.stdin, process.stderr) : text(process.stdin),
  stdout: (output) => process.stdout.write(output),
  stderr: (output) => process.stderr.write(output),
});
