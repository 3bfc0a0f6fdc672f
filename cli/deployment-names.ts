import { type Names, namesOf, STAGE } from '../workflow/names.ts';
import { readDeploymentContext } from './deployment-context.ts';
import { UsageError } from '../operate/errors.ts';
import type { Io } from '../operate/io.ts';

/** How a user says which deployment of an account is meant. */
export interface StageOptions {
  /** Default: the stage in `cdk.json`, else prod. */
  readonly stage?: string;
}

/** A deployment, and what everything of it is called. */
export interface NamedDeployment {
  readonly stage: string;
  readonly names: Names;
}

/**
 * The names of the deployment that is meant.
 *
 * @throws UsageError when no deployment can be called so
 */
export async function findNames(options: StageOptions, { cwd }: Pick<Io, 'cwd'>): Promise<NamedDeployment> {
  const stage = (await readDeploymentContext(cwd, options.stage)).stage;
  if (!STAGE.pattern.test(stage)) throw new UsageError(`--stage ${stage}: allowed are ${STAGE.rule}`);
  return { stage, names: namesOf(stage) };
}
