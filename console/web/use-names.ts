import type { NamesView } from '../api/index.ts';
import { address, sentence } from './ask.ts';
import { useAnswer } from './use-answer.ts';

/** The names of titles. */
export interface Names {
  /** Returns the name of a title; null if it is not known. */
  readonly of: (titleId: number) => string | null;
  /** The reason why they cannot be read. */
  readonly problem: string | null;
  /** True until the answer. */
  readonly isPending: boolean;
}

/** Loads the names of titles that have no record. */
export function useNames(titleIds: readonly number[]): Names {
  const ids = [...new Set(titleIds)].sort((one, other) => one - other);
  const url = ids.length === 0 ? null : address('/api/names', { ids: ids.join(',') });
  const { value, problem } = useAnswer<NamesView>(url).value;
  return {
    of: (titleId) => value?.names[titleId] ?? null,
    problem: problem === null ? null : sentence(problem),
    isPending: url !== null && value === null && problem === null,
  };
}
