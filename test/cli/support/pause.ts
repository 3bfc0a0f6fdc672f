import { setTimeout } from 'node:timers/promises';

/** Between two questions whether something has come: without it they take the processor from what they are about. */
export const pause = (): Promise<void> => setTimeout(20);
