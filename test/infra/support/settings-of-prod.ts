import { DeploymentConfigError, readConfig } from '../../../infra/settings/read-config.ts';
import { settingsOf } from '../../../infra/stages.ts';

/** The settings of prod, as the CDK's context has them. */
export const context = { stage: 'prod', ...settingsOf('prod') };

/** Returns the faults in the settings of prod with these changes; undefined keeps the stage's value. */
export function faultsWith(changes: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    readConfig({ ...context, ...changes });
  } catch (error) {
    if (error instanceof DeploymentConfigError) return error.faults;
    throw error;
  }
  return [];
}
