import { signal } from '@preact/signals';
import type { SessionView } from '../api/index.ts';
import { ask } from './ask.ts';

/** The session; null until it is loaded. */
export const session = signal<SessionView | null>(null);

/** The reason why the session is not loaded. */
export const sessionProblem = signal<string | null>(null);

/** The current time, updated once a second. */
export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1000);

/** Loads the session. */
export async function loadSession(): Promise<void> {
  try {
    session.value = await ask<SessionView>('/api/session');
    sessionProblem.value = null;
  } catch (error) {
    sessionProblem.value = (error as Error).message;
  }
}
