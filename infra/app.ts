import { App } from 'aws-cdk-lib';
import { DeploymentConfigError } from './config.ts';
import { addDeployment } from './deployment.ts';

const app = new App();
try {
  addDeployment(app, process.cwd());
  app.synth();
} catch (error) {
  if (!(error instanceof DeploymentConfigError)) throw error;
  // The message says it all; a stack trace would hide it.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
