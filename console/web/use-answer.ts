import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ask } from './ask.ts';

/** An answer of the server, or the reason why there is none; both null while loading. */
export interface Answer<T> {
  readonly value: T | null;
  readonly problem: string | null;
}

/**
 * Loads an answer, and again if `url` or `mark` changes. A change of `mark` keeps the last answer until the next one.
 *
 * @param url null loads nothing
 * @param mark a value whose change makes the answer outdated
 */
export function useAnswer<T>(url: string | null, mark: string | number = ''): Signal<Answer<T>> {
  const answer = useSignal<Answer<T>>({ value: null, problem: null });
  const asked = useSignal('');
  const turns = useRef({ last: 0, taken: 0 });
  useEffect(() => {
    if (url === null) {
      asked.value = '';
      answer.value = { value: null, problem: null };
      return undefined;
    }
    if (asked.peek() !== url) answer.value = { value: null, problem: null };
    asked.value = url;
    const turn = ++turns.current.last;
    // An answer that takes longer than the time between two marks counts, too, unless a later one was faster.
    const take = (given: Answer<T>) => {
      if (asked.peek() !== url || turn < turns.current.taken) return;
      turns.current.taken = turn;
      answer.value = given;
    };
    void ask<T>(url).then(
      (value) => take({ value, problem: null }),
      (error: unknown) => take({ value: null, problem: (error as Error).message }),
    );
    return undefined;
  }, [url, mark]);
  return answer;
}
