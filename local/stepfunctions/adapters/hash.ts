import { createHash } from 'node:crypto';
import type { Hash } from '../interpreter/ports.ts';

/** Computes the digests of `$hash`. OpenSSL names the algorithms without a hyphen. */
export const nodeHash: Hash = (text, algorithm) =>
  createHash(algorithm.replace('-', '')).update(text, 'utf8').digest('hex');
