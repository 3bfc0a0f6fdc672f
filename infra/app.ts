import { App } from 'aws-cdk-lib';
import { DeploymentConfigError } from './config.ts';
import { addDeployment } from './deployment.ts';

// Not at exit by itself, which would write an empty assembly after an error.
const app = new App({ autoSynth: false });
try {
  addDeployment(app, process.cwd());
  app.synth();
} catch (error) {
  if (!(error instanceof DeploymentConfigError)) throw error;
  // The message says it all; a stack trace would hide it.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
