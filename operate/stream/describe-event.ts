import type { StreamEvent, TitleEvent } from '../../events/types.ts';
import type { SourceNames } from './source-names.ts';

/** An event without the record of a title. */
export type Notice = Exclude<StreamEvent, TitleEvent>;

/**
 * Describes an event that has no record of a title: `Netflix, GB` for a title that left, `203 Netflix` for a source.
 * @example describeNotice(event, names) // 'Netflix, GB'
 */
export function describeNotice(event: Notice, names: Pick<SourceNames, 'of'>): string {
  switch (event.type) {
    case 'tvguide.title.removed':
      return 'Watchmode no longer knows it';
    case 'tvguide.title.left':
      return `${names.of(event.data.sourceId)}, ${event.data.region}`;
    case 'tvguide.source.listed':
    case 'tvguide.genre.listed':
      return `${event.data.id} ${event.data.name}`;
    case 'tvguide.region.listed':
      return `${event.data.region} ${event.data.name}${event.data.isOnPlan ? '' : ', not on the plan'}`;
  }
}
