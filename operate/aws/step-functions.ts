import { SFNClient } from '@aws-sdk/client-sfn';
import type { Io } from '../io.ts';
import type { TargetOptions } from './target.ts';
import { clientSettings } from './client-settings.ts';
import { pace } from './pace.ts';
import { resolveTarget, type Target } from './target.ts';

/** A Step Functions client and its target. */
export interface StepFunctions {
  readonly client: SFNClient;
  readonly target: Target;
}

/** The parts of {@link Io} that a connection uses. */
export type ConnectionIo = Pick<Io, 'cwd' | 'env' | 'every' | 'interrupted' | 'monotonic'>;

/**
 * Connects to Step Functions on AWS, or with `local` on this machine.
 * @example const sfn = await connectStepFunctions({ local: true }, io)
 */
export async function connectStepFunctions(options: TargetOptions, io: ConnectionIo): Promise<StepFunctions> {
  const target = await resolveTarget('stepFunctions', options, io);
  const client = new SFNClient(clientSettings(target, io));
  // The quotas of AWS are shared by the users of an account; this machine has none.
  if (!target.isLocal) pace(client, io);
  return { client, target };
}
