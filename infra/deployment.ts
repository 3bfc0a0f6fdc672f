import { Tags, Validations, type App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CatalogueStack } from './catalogue-stack.ts';
import { readConfig } from './settings/read-config.ts';
import { type AwsEnvironment, environmentOf } from './settings/environment.ts';
import { IngestionStack } from './ingestion-stack.ts';
import { namesOf } from '../workflow/names.ts';
import { SharedStack } from './shared-stack.ts';

/** The stacks of one deployment. */
export interface Deployment {
  readonly shared: SharedStack;
  readonly ingestion: IngestionStack;
  readonly catalogue: CatalogueStack;
}

/**
 * Adds the stacks to an app by the settings in its context. cdk-nag checks them at every synthesis.
 *
 * @param projectRoot the checkout, which contains `tasks/`, `consumer/` and the lockfile
 * @param caller the account and Region of the credentials, if known
 * @throws DeploymentConfigError if a setting is missing, invalid or unknown
 * @throws WrongEnvironmentError if the stage belongs to another account or Region than the caller's
 */
export function addDeployment(app: App, projectRoot: string, caller: AwsEnvironment = {}): Deployment {
  const context = app.node.getAllContext() as Record<string, unknown>;
  const config = readConfig(context);
  const env = environmentOf(config, caller);
  const names = namesOf(config.stage);
  const shared = new SharedStack(app, 'Shared', {
    config,
    names,
    env,
    stackName: names.sharedStack,
    terminationProtection: config.terminationProtection,
    description: 'TV guide: the stream of titles, the progress table and the alarm topic. Keep this stack.',
  });
  const ingestion = new IngestionStack(app, 'Ingestion', {
    config,
    names,
    projectRoot,
    env,
    stackName: names.ingestionStack,
    description: 'TV guide: the ingestion of titles into the stream. Can be destroyed and deployed again.',
  });
  const catalogue = new CatalogueStack(app, 'Catalogue', {
    config,
    names,
    projectRoot,
    env,
    stackName: names.catalogueStack,
    description: 'TV guide: a consumer of the stream. Can be destroyed and deployed again.',
  });
  // For the order of deployment only. The stacks exchange no values.
  catalogue.addStackDependency(shared, 'It uses the stream and the topic.');
  ingestion.addStackDependency(shared, 'It uses the stream, the table and the topic.');
  Tags.of(app).add('Project', 'tv-guide');
  Tags.of(app).add('Stage', config.stage);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { shared, ingestion, catalogue };
}
