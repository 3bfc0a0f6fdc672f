import { createHash } from 'node:crypto';
import type { Hash } from '../interpreter/ports.ts';

/** The digests of `$hash`, by OpenSSL, which knows them without the hyphen. */
export const nodeHash: Hash = (text, algorithm) =>
  createHash(algorithm.replace('-', '')).update(text, 'utf8').digest('hex');
