import common from '../../events/schemas/common.schema.json' with { type: 'json' };
import { words } from './list.ts';

const MAX_ID = Math.max(...common.$defs.namedId.anyOf.map(({ maximum = 0 }) => maximum));

/** Returns a parser of different names or IDs: `Netflix,157`. Digits are an ID. The example is for the error message. */
export function namesOrIds(example: string): (text: string) => (string | number)[] {
  const parse = words(example);
  return (text) => parse(text).map((word) => (isId(word) ? Number(word) : word));
}

function isId(word: string): boolean {
  return /^[1-9]\d*$/.test(word) && Number(word) <= MAX_ID;
}
