import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
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
  useEffect(() => {
    if (url === null) {
      answer.value = { value: null, problem: null };
      return undefined;
    }
    if (asked.peek() !== url) answer.value = { value: null, problem: null };
    asked.value = url;
    let isWanted = true;
    void ask<T>(url).then(
      (value) => {
        if (isWanted) answer.value = { value, problem: null };
      },
      (error: unknown) => {
        if (isWanted) answer.value = { value: null, problem: (error as Error).message };
      },
    );
    return () => {
      isWanted = false;
    };
  }, [url, mark]);
  return answer;
}
