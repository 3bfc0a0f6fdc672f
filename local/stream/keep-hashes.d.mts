/** Lets kinesis-local's source keep the hash of each record that it has worked out once. */
export function keepHashes(source: string): string;
