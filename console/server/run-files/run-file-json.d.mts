/** Returns a name from a file with only those characters that are valid in an id. */
export function safeName(name: string): string;

/** Parses the text of an exported run: times become dates, and the ARNs of Map Runs receive a prefix. */
export function parseRunFile(text: string, mapRunPrefix: string): unknown;

/** Returns the histories in a file: that of the run, then those of its children. The file may have any shape. */
export function historiesOf(file: unknown): unknown[][];

/** Yields events in parts that take a receiver little time. */
export function partsOf(events: readonly unknown[]): Generator<unknown[]>;
