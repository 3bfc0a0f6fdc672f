import type { GoneTitles, MissingTitle, SectionItem } from '../../../events/types.ts';

/**
 * Groups the missing titles of a section for its item. Nothing but the ID is known about each that is seen gone, so the
 * titles of a whole service fit into an item of DynamoDB.
 */
export function groupMissing(
  missing: readonly MissingTitle[],
): Required<Pick<SectionItem, 'missing' | 'gone'>> {
  const groups = new Map<string, GoneTitles>();
  for (const { titleId, sweeps, seenGone, held = false } of missing) {
    if (!seenGone) continue;
    const key = `${sweeps} ${held}`;
    const group = groups.get(key) ?? { sweeps, held, titleIds: [] };
    group.titleIds.push(titleId);
    groups.set(key, group);
  }
  return { missing: missing.filter(({ seenGone }) => !seenGone), gone: [...groups.values()] };
}

/** Returns the missing titles of an item: those of its groups, then the others. */
export function allMissing({ missing, gone = [] }: Pick<SectionItem, 'missing' | 'gone'>): MissingTitle[] {
  const seenGone = gone.flatMap(({ sweeps, held, titleIds }) =>
    titleIds.map((titleId): MissingTitle => {
      const title = { titleId, sweeps, seenGone: true, after: null, before: null };
      return held ? { ...title, held } : title;
    }),
  );
  return [...seenGone, ...missing];
}
