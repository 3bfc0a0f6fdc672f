import { conformsTo } from '../../events/validate.ts';
import { shellWord } from '../called-as.ts';

/** The maximum number of titles in a command line. */
const MAX_TITLES_IN_OPTIONS = 20;

/**
 * Converts an execution input to options of `start`, for a command line to paste:
 * ` --window 2026-11-01T00:00:00Z..2026-11-08T00:00:00Z`. Empty for the open window.
 *
 * @param text the input of an execution
 * @returns undefined for an input that breaks its contract or has too many titles
 */
export function startOptionsFor(text: string | undefined): string | undefined {
  const input = parse(text);
  if (typeof input === 'object' && input !== null && 'source' in input && input.source === 'aws.events') {
    return '';
  }
  if (!conformsTo('ExecutionInput', input)) return undefined;
  const { window, titleIds, feed, types, regions, maxTitles, maxCredits, dryRun, plan } = input;
  const { services, genres, publishBaseline } = input;
  if (titleIds !== undefined && titleIds.length > MAX_TITLES_IN_OPTIONS) return undefined;
  const options = [
    window === undefined ? [] : ['--window', `${window.start}..${window.end}`],
    titleIds === undefined ? [] : ['--title-ids', titleIds.join(',')],
    feed === undefined ? [] : ['--feed', feed],
    services === undefined ? [] : ['--services', services.join(',')],
    genres === undefined ? [] : ['--genres', genres.join(',')],
    types === undefined ? [] : ['--types', types.join(',')],
    regions === undefined ? [] : ['--regions', regions.join(',')],
    maxTitles === undefined ? [] : ['--max-titles', String(maxTitles)],
    maxCredits === undefined ? [] : ['--max-credits', String(maxCredits)],
    publishBaseline === true ? ['--publish-baseline'] : [],
    dryRun === true ? ['--dry-run'] : [],
    plan === true ? ['--plan'] : [],
  ];
  return options
    .flat()
    .map((word) => ` ${shellWord(word)}`)
    .join('');
}

function parse(text = '{}'): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
