import {
  CorruptProgress,
  decodeProgress,
  NO_PROGRESS,
  type FeedProgress,
} from '../../events/feed-progress.ts';
import { ConfigurationError } from './errors/input-errors.ts';
import { epochMs } from './instant.ts';

/** How many characters of a corrupt parameter are shown. */
const MAX_EXCERPT_LENGTH = 60;

/**
 * What the feed's parameter holds; null when there is no parameter yet.
 *
 * @param now - epoch milliseconds; when given, the watermark must not be later
 * @throws ConfigurationError when the text is something else, or the watermark lies in the future: taking it for
 * none would list too little without anybody noticing
 */
export function readProgress(text: string | null, now = Number.POSITIVE_INFINITY): FeedProgress {
  if (text === null) return NO_PROGRESS;
  const progress = decode(text);
  if (progress.watermark !== null && epochMs(progress.watermark) > now) {
    throw corrupt('its watermark lies in the future', text);
  }
  return progress;
}

function decode(text: string): FeedProgress {
  try {
    return decodeProgress(text);
  } catch (error) {
    if (error instanceof CorruptProgress) throw corrupt(error.problem, text, { cause: error });
    throw error;
  }
}

function corrupt(problem: string, found: string, options?: ErrorOptions): ConfigurationError {
  const excerpt = found.length <= MAX_EXCERPT_LENGTH ? found : `${found.slice(0, MAX_EXCERPT_LENGTH - 3)}...`;
  return new ConfigurationError(
    [
      `the watermark parameter is corrupt: ${problem}; it holds ${excerpt}. ` +
        'Correct it, or delete it to start anew with the first window, then start another execution',
    ],
    options,
  );
}
