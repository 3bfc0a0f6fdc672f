import type { WaitingTitle } from '../../events/feed-progress.ts';
import type { SetAsideTitle, Tally } from '../../events/types.ts';

/** How many of the titles that were not published a summary lists. */
const MAX_SET_ASIDE = 100;

/** The tally with titles counted as rejected that their batches had deferred, each with its whole story. */
export function rejectTitles(tally: Tally, rejected: readonly WaitingTitle[]): Tally {
  const stories = new Map(rejected.map((title) => [title.titleId, title]));
  const setAside = tally.setAside.map((title): SetAsideTitle => {
    const story = stories.get(title.titleId);
    return story === undefined ? title : storyOf(story, title.reason);
  });
  const listed = new Set(setAside.map(({ titleId }) => titleId));
  const others = rejected.filter(({ titleId }) => !listed.has(titleId)).map((title) => storyOf(title, ''));
  return {
    ...tally,
    deferred: tally.deferred - rejected.length,
    rejected: tally.rejected + rejected.length,
    setAside: [...setAside, ...others].slice(0, MAX_SET_ASIDE),
  };
}

function storyOf({ titleId, since, runs, error }: WaitingTitle, reason: string): SetAsideTitle {
  const story = `given up after ${runs} ${runs === 1 ? 'run' : 'runs'} since ${since}, last because of ${error}`;
  return { titleId, outcome: 'rejected', reason: reason === '' ? story : `${story}: ${reason}` };
}
