import { signal } from '@preact/signals';
import type { SessionView } from '../api/index.ts';
import { ask } from './ask.ts';

/** The environment that the console looks at; null until the server has said so. */
export const session = signal<SessionView | null>(null);

/** Why it has not. */
export const sessionProblem = signal<string | null>(null);

/** The time, once a second, for what counts on. */
export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1000);

/** Asks the server for the session. */
export async function loadSession(): Promise<void> {
  try {
    session.value = await ask<SessionView>('/api/session');
    sessionProblem.value = null;
  } catch (error) {
    sessionProblem.value = (error as Error).message;
  }
}
