import { hasRecord, titleIdOf } from '../../../events/event-kind.ts';
import { withProgressTables } from '../../../operate/feeds/progress-tables.ts';
import type { StreamSummary } from '../../../operate/stream/summarise-stream.ts';
import type { StartedRuntime } from './with-runtime.ts';

/** Returns the titles in the samples of a stream that have no record, and so no name. */
export function titlesWithoutRecord(stream: Pick<StreamSummary, 'samples'> | null): number[] {
  const notices = stream?.samples.filter((event) => !hasRecord(event)) ?? [];
  return notices.flatMap((event) => titleIdOf(event) ?? []);
}

/**
 * Adds the names of all sources to those on the stream, from the reference data of the sweeps. The stream of a run has only
 * what was renamed that day. Reads nothing if no title has left a service.
 */
export async function nameSources(
  { samples, names }: Pick<StreamSummary, 'samples' | 'names'>,
  { sfn, io, runtime }: Pick<StartedRuntime, 'sfn' | 'io' | 'runtime'>,
): Promise<void> {
  if (!samples.some(({ type }) => type === 'tvguide.title.left')) return;
  const env = { ...io.env, TVGUIDE_LOCAL_DYNAMODB_ENDPOINT: runtime.dynamodb.endpoint };
  const { cwd, interrupted } = io;
  const sources = await withProgressTables(sfn, { cwd, env, interrupted }, (tables) =>
    tables.use(runtime.stateMachineArn, ({ progress }) => progress.readReference('source')),
  );
  for (const entry of sources?.entries ?? []) if ('id' in entry) names.add(entry);
}
