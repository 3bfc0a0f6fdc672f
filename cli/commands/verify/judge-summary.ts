import { conformsTo } from '../../../events/validate.ts';
import { failed, type Finding, ok, warning } from '../../findings/check.ts';

/** Checks if the output of a dry run of one title accounts for that title. */
export function judgeSummary(output: unknown, title: number): Finding {
  const remedy = 'compare the deployed state machine with this checkout: npm run aws:diff';
  if (!conformsTo('RunSummary', output)) return failed('its output is not the summary of a run', remedy);
  const { dryRun, discovered, published, skipped, deferred, rejected, setAside } = output;
  if (!dryRun) return failed('its summary says that it was not a dry run', remedy);
  if (discovered !== 1) return failed(`it discovered ${discovered} titles instead of 1`, remedy);
  const accounted = published + skipped + deferred + rejected;
  if (accounted !== 1) return failed(`it accounts for ${accounted} titles instead of 1`, remedy);
  if (published === 1) return ok(`title ${title} would be published`);
  const { outcome, reason } = setAside[0] ?? { outcome: 'set aside', reason: 'the summary does not say why' };
  return warning(
    `the run works, but title ${title} would not be published: ${outcome}, ${reason}`,
    'try another title with --title-id',
  );
}
