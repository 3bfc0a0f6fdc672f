import { type Names, namesOf, STAGE } from '../workflow/names.ts';
import { readDeploymentContext } from './deployment-context.ts';
import { UsageError } from '../operate/errors.ts';
import type { Io } from '../operate/io.ts';

/** The option that selects a deployment. */
export interface StageOptions {
  /** Default: the stage in `cdk.json`, else prod. */
  readonly stage?: string;
}

/** A deployment with the names of its resources. */
export interface NamedDeployment {
  readonly stage: string;
  readonly names: Names;
}

/**
 * Returns the names of the selected deployment.
 *
 * @throws UsageError for an invalid stage name
 */
export async function findNames(options: StageOptions, { cwd }: Pick<Io, 'cwd'>): Promise<NamedDeployment> {
  const stage = (await readDeploymentContext(cwd, options.stage)).stage;
  if (!STAGE.pattern.test(stage)) throw new UsageError(`--stage ${stage}: allowed are ${STAGE.rule}`);
  return { stage, names: namesOf(stage) };
}
