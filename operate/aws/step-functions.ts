import { SFNClient } from '@aws-sdk/client-sfn';
import type { Io } from '../io.ts';
import type { TargetOptions } from './target.ts';
import { clientSettings } from './client-settings.ts';
import { pace } from './pace.ts';
import { resolveTarget, type Target } from './target.ts';

/** A Step Functions client and what it talks to. */
export interface StepFunctions {
  readonly client: SFNClient;
  readonly target: Target;
}

/** What a connection touches of the process. */
export type ConnectionIo = Pick<Io, 'cwd' | 'env' | 'every' | 'interrupted' | 'monotonic'>;

/** Connects to Step Functions: AWS's, or with --local this machine's. */
export async function connectStepFunctions(options: TargetOptions, io: ConnectionIo): Promise<StepFunctions> {
  const target = await resolveTarget('stepFunctions', options, io);
  const client = new SFNClient(clientSettings(target, io));
  // This machine has no other users to leave anything to.
  if (!target.isLocal) pace(client, io);
  return { client, target };
}
