import type { StreamEvent } from '../../../events/types.ts';
import { StreamUnavailable } from '../../../tasks/shared/errors/stream-errors.ts';
import type { TaskHandler } from '../../../tasks/shared/ports.ts';
import type { Publish } from '../../../tasks/shared/stream/publisher.ts';
import type { WatchmodeClient } from '../../../tasks/shared/watchmode/client.ts';
import type { StateTaskName } from '../../../workflow/tasks.ts';
import { recordedTelemetry } from '../../tasks/support/ports.ts';
import { stateTasks, type StateTaskPorts } from '../../tasks/support/state-tasks.ts';

/** The ports of the functions. */
export interface Surroundings extends Pick<StateTaskPorts, 'clock' | 'progress' | 'executions' | 'runs'> {
  readonly watchmode: WatchmodeClient;
  readonly stream: { readonly events: StreamEvent[]; readonly isDown: boolean };
}

/** The current functions with the real tasks. A title is given up after two runs and one day. */
export function functionsToday({
  watchmode,
  stream,
  ...ports
}: Surroundings): Readonly<Record<StateTaskName, TaskHandler<unknown>>> {
  const publish: Publish = (entries) => {
    if (stream.isDown) return Promise.reject(new StreamUnavailable('ProgrammeDataStream', 'socket hang up'));
    const events = entries.map(({ data }) => JSON.parse(Buffer.from(data).toString('utf8')) as StreamEvent);
    stream.events.push(...events);
    return Promise.resolve({ retried: 0 });
  };
  const { telemetry } = recordedTelemetry(ports.clock, 'error');
  const limits = { maxRuns: 2, minDays: 1 };
  return stateTasks({ ...ports, telemetry, watchmode: () => watchmode, publish, limits });
}
