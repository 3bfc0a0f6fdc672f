/** Patches kinesis-local's source to cache the hash of each record. */
export function keepHashes(source: string): string;
