import { nameKey } from '../../events/catalogue.ts';
import type { ReferenceEvent } from '../../events/event-kind.ts';
import type { CatalogueName, TitleEvent } from '../../events/types.ts';

/** A name that the consumer writes. */
export type VersionedName = CatalogueName & { readonly version: string };

/**
 * Returns the names of services and genres in the record of a title, each once. They hold until reference data names them.
 *
 * Their version has the day of the event and not its time. So the events of a day write a name once.
 */
export function namesIn({ data, time }: TitleEvent): VersionedName[] {
  const day = new Date(time).toISOString().slice(0, 'YYYY-MM-DD'.length);
  const versioned = ({ id, name }: { readonly id: number; readonly name: string }) => ({
    ...{ id, name },
    version: `by title ${day} ${name}`,
  });
  const names = [
    ...data.sources.map(({ sourceId: id, name }) => ({
      ...nameKey('source', id),
      ...versioned({ id, name }),
    })),
    ...data.genres.map((genre) => ({ ...nameKey('genre', genre.id), ...versioned(genre) })),
  ];
  const newest = new Map<string, VersionedName>();
  for (const name of names) {
    if (isNewer(name.version, newest.get(keyOf(name))?.version)) newest.set(keyOf(name), name);
  }
  return [...newest.values()];
}

/** Returns the name in an event of reference data. */
export function nameIn({ type, data, time, id: eventId }: ReferenceEvent): VersionedName {
  const version = `listed ${new Date(time).toISOString()} ${eventId}`;
  switch (type) {
    case 'tvguide.source.listed': {
      const { id, name, type: sourceType, regions } = data;
      return { ...nameKey('source', id), id, name, type: sourceType, regions, version };
    }
    case 'tvguide.genre.listed': {
      const { id, name } = data;
      return { ...nameKey('genre', id), id, name, version };
    }
    case 'tvguide.region.listed': {
      const { region, name, isOnPlan } = data;
      return { ...nameKey('region', region), name, isOnPlan, version };
    }
  }
}

/** Returns the key of a name as one text. */
export function keyOf({ pk, sk }: Pick<CatalogueName, 'pk' | 'sk'>): string {
  return `${pk} ${sk}`;
}

/** Returns true if a version is greater than another, in the order of bytes as in DynamoDB. */
export function isNewer(version: string, other: string | undefined): boolean {
  if (other === undefined) return true;
  return version !== other && Buffer.compare(Buffer.from(version), Buffer.from(other)) > 0;
}
