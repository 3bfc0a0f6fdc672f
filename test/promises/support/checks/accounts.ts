import type { Played } from '../play.ts';
import type { Violation } from '../progress-ledger.ts';

/** Accounting: every title that was found has exactly one outcome. */
export function checkAccounts({ summaries }: Played): Violation[] {
  return [...summaries.values()].flatMap(({ discovered, published, skipped, deferred, rejected }) => {
    const sum = published + skipped + deferred + rejected;
    return sum === discovered ? [] : [`accounting: ${discovered} were discovered, and ${sum} accounted for`];
  });
}
