import type { Played } from '../play.ts';
import type { Violation } from '../progress-ledger.ts';

const PAYLOAD_BYTES = 262_144;
const ITEM_BYTES = 400_000;

/** Bounds: no payload and no item of the progress table exceeds its quota. */
export function checkBounds({ world: { largest, table } }: Played): Violation[] {
  const items = table.items.items().map((item) => Buffer.byteLength(JSON.stringify(item)));
  return [
    ...(largest.bytes <= PAYLOAD_BYTES ? [] : [`bounds: a payload has ${largest.bytes} bytes`]),
    ...items.filter((bytes) => bytes > ITEM_BYTES).map((bytes) => `bounds: an item has ${bytes} bytes`),
  ];
}
