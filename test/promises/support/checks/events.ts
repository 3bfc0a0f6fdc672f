import { canonicalJson } from '../../../../tasks/shared/canonical-json.ts';
import type { Played } from '../play.ts';
import type { Violation } from '../progress-ledger.ts';

/** Identity: events have the same id exactly if they have the same content. */
export function checkEvents({ world: { stream } }: Played): Violation[] {
  const contents = new Map<string, string>();
  const violations: Violation[] = [];
  for (const {
    event: { id, type, data },
  } of stream.written) {
    const content = `${type} ${canonicalJson(data)}`;
    if ((contents.get(id) ?? content) !== content) violations.push(`identity: ${id} has two contents`);
    contents.set(id, content);
  }
  const different = new Set(contents.values()).size;
  if (different === contents.size) return violations;
  return [...violations, `identity: ${different} contents have ${contents.size} ids`];
}
