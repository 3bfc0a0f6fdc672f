import { App } from 'aws-cdk-lib';
import { DeploymentConfigError } from './read-config.ts';
import { addDeployment } from './deployment.ts';
import { WrongEnvironmentError } from './environment.ts';

// Not at exit by itself, which would write an empty assembly after an error.
const app = new App({ autoSynth: false });
try {
  addDeployment(app, process.cwd(), {
    // The CDK's command line sets both from the credentials that it found.
    account: process.env['CDK_DEFAULT_ACCOUNT'],
    region: process.env['CDK_DEFAULT_REGION'],
  });
  app.synth();
} catch (error) {
  if (!(error instanceof DeploymentConfigError || error instanceof WrongEnvironmentError)) throw error;
  // The message says it all; a stack trace would hide it.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
