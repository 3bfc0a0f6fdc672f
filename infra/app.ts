import { App } from 'aws-cdk-lib';
import { DeploymentConfigError } from './settings/read-config.ts';
import { addDeployment } from './deployment.ts';
import { WrongEnvironmentError } from './settings/environment.ts';

// Synthesis at exit would write an empty assembly after an error.
const app = new App({ autoSynth: false });
try {
  addDeployment(app, process.cwd(), {
    // The CDK's command line sets both from its credentials.
    account: process.env['CDK_DEFAULT_ACCOUNT'],
    region: process.env['CDK_DEFAULT_REGION'],
  });
  app.synth();
} catch (error) {
  if (!(error instanceof DeploymentConfigError || error instanceof WrongEnvironmentError)) throw error;
  // A stack trace would hide the message.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
