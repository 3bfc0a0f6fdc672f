import { setTimeout } from 'node:timers/promises';

/** The pause between two looks, so that polling does not take the processor. */
export const pause = (): Promise<void> => setTimeout(20);
