/** Exit codes of a process that evaluates expressions. */
export const EXIT = { outOfTime: 3, outOfMemory: 4 } as const;
