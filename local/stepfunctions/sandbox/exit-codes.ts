/** With which code a process that evaluates expressions says why it gave up. */
export const EXIT = { outOfTime: 3, outOfMemory: 4 } as const;
