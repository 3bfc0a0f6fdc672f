import { randomBytes, randomUUID } from 'node:crypto';
import type { Random } from '../interpreter/ports.ts';

const TWO_TO_48 = 2 ** 48;

/** Random numbers and UUIDs of the operating system. */
export const systemRandom: Random = {
  next: () => randomBytes(6).readUIntBE(0, 6) / TWO_TO_48,
  uuid: () => randomUUID(),
};
