import { UsageError } from '../../operate/errors.ts';

/** The members of an execution input that say what a sweep lists. */
interface SweepInput {
  readonly feed?: unknown;
  readonly services?: unknown;
  readonly titleIds?: unknown;
}

/**
 * Refuses a sweep without services, where no settings have them. Named titles need none.
 *
 * @throws UsageError
 */
export function refuseEmptySweep({ feed, services, titleIds }: SweepInput): void {
  if (feed !== 'catalogue' || services !== undefined || titleIds !== undefined) return;
  throw new UsageError('--feed catalogue sweeps services: name them, for example --services Netflix');
}
