import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from './ask.ts';

/** An answer of the server, or why there is none; both null while it is waited for. */
export interface Answer<T> {
  readonly value: T | null;
  readonly problem: string | null;
}

/**
 * Asks the server, and again whenever the address or the mark changes. The last answer stays until the next has come,
 * unless another address is asked.
 *
 * @param url null asks nothing
 * @param mark anything whose change makes the answer old
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
