import { SFNClient } from '@aws-sdk/client-sfn';
import type { Io } from '../io.ts';
import type { TargetOptions } from './target.ts';
import { clientSettings } from './client-settings.ts';
import { pace } from './pace.ts';
import { type OpenRecorded, RecordedHandler } from './recorded-handler.ts';
import { isAddressGiven, resolveTarget, type Target } from './target.ts';

/** A Step Functions client and its target. */
export interface StepFunctions {
  readonly client: SFNClient;
  readonly target: Target;
  /** Returns true once files have answered, because no local runtime is up. They hold no progress table. */
  readonly isRecorded?: () => boolean;
}

/** The parts of {@link Io} that a connection uses. */
export type ConnectionIo = Pick<Io, 'cwd' | 'env' | 'every' | 'interrupted' | 'monotonic'>;

/**
 * Connects to Step Functions on AWS, or with `local` on this machine.
 *
 * @param openRecorded opens the files that answer if no local runtime is up and no address is given; default: none do
 * @example const sfn = await connectStepFunctions({ local: true }, io)
 */
export async function connectStepFunctions(
  options: TargetOptions,
  io: ConnectionIo,
  openRecorded?: OpenRecorded,
): Promise<StepFunctions> {
  const target = await resolveTarget('stepFunctions', options, io);
  if (target.isLocal && openRecorded !== undefined && !isAddressGiven('stepFunctions', options, io.env)) {
    const handler = new RecordedHandler(io.interrupted, openRecorded);
    const client = new SFNClient(clientSettings(target, io, handler));
    return { client, target, isRecorded: () => handler.isRecorded };
  }
  const client = new SFNClient(clientSettings(target, io));
  // The quotas of AWS are shared by the users of an account; this machine has none.
  if (!target.isLocal) pace(client, io);
  return { client, target };
}
