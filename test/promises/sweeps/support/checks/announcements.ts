import type { StreamEvent } from '../../../../../events/types.ts';
import type { Service } from '../../../../support/independent-watchmode/changing-catalogue.ts';
import type { SweepRun, SweepWorld } from '../sweep-world.ts';

/** What the stream says about a title and a service. */
export interface Announcement {
  readonly change: 'arrived' | 'left';
  readonly titleId: number;
  readonly service: Service;
  readonly run: SweepRun;
}

/** Everything that the stream says about services, in its order, and each event once. */
export function announcementsOf(world: SweepWorld): Announcement[] {
  const ids = new Set<string>();
  return world.runs.flatMap((run) =>
    world.stream.written.slice(run.events.from, run.events.to).flatMap(({ event }) => {
      if (ids.has(event.id)) return [];
      ids.add(event.id);
      return changesIn(event).map(([change, service]) => ({
        ...{ change, service, run, titleId: Number(event.subject) },
      }));
    }),
  );
}

function changesIn(event: StreamEvent): (readonly ['arrived' | 'left', Service])[] {
  if (event.type === 'tvguide.title.left') {
    return [['left', `${event.data.region}:${event.data.sourceId}`]];
  }
  const arrivedOn = 'arrivedon' in event && typeof event.arrivedon === 'string' ? event.arrivedon : '';
  return arrivedOn === '' ? [] : arrivedOn.split(',').map((service) => ['arrived', service as Service]);
}
