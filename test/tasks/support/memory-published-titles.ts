import type { PublishedTitles } from '../../../tasks/shared/progress/published-titles.ts';

/** A list of published titles in memory. */
export interface MemoryPublishedTitles extends PublishedTitles {
  /** The titles in it. */
  readonly titleIds: Set<number>;
}

/** Makes a list with some titles. */
export function memoryPublishedTitles(...known: readonly number[]): MemoryPublishedTitles {
  const titleIds = new Set(known);
  return {
    titleIds,
    add(added) {
      for (const titleId of added) titleIds.add(titleId);
      return Promise.resolve();
    },
    among: (asked) => Promise.resolve(asked.filter((titleId) => titleIds.has(titleId))),
    remove(removed) {
      for (const titleId of removed) titleIds.delete(titleId);
      return Promise.resolve();
    },
  };
}
