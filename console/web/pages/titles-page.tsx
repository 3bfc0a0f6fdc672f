import type { TitleHits } from '../../api/index.ts';
import { address, sentence } from '../ask.ts';
import { counted } from '../format.ts';
import { hrefOf, param } from '../address.ts';
import { now } from '../session.ts';
import { Notice } from '../parts/notice.tsx';
import { TitleName } from '../parts/title-name.tsx';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';

/** The interval between requests for the titles on the stream, in milliseconds. */
const REFRESH_MS = 1_000;

/** Titles by id or name. */
export function TitlesPage() {
  const wanted = param('q') ?? '';
  // The list of the stream grows and is refreshed. A search also reads runs and is done once.
  const mark = wanted === '' ? Math.floor(now.value / REFRESH_MS) : 0;
  const { value, problem } = useAnswer<TitleHits>(address('/api/titles', { q: wanted }), mark).value;
  useTitle(wanted === '' ? 'Titles' : `Titles like “${wanted}”`);
  return (
    <section class="page">
      <h1>{wanted === '' ? 'Titles on the stream' : `Titles like “${wanted}”`}</h1>
      {problem !== null && <p class="error">{problem}</p>}
      {(value?.streamProblem ?? null) !== null && (
        <Notice kind="hint" title="The stream cannot be read now: searched without it">
          {sentence(value?.streamProblem ?? '')}
        </Notice>
      )}
      {value === null ? (
        problem === null && <p class="dim">{wanted === '' ? 'Reading the stream …' : 'Searching …'}</p>
      ) : value.hits.length === 0 ? (
        <p class="empty">
          {wanted === ''
            ? 'There are no titles on the stream. Titles appear here when a run publishes them.'
            : 'No title matches.'}
        </p>
      ) : (
        <>
          <ul class="hits titles">
            {value.hits.map(({ id, title, year, kind }) => (
              <li key={id}>
                <a href={hrefOf('titles', String(id))} title={title ?? undefined} dir="auto">
                  <TitleName name={title} id={id} />
                </a>
                <span class="dim number">{year}</span>
                <span class="dim">{kind?.replaceAll('_', ' ')}</span>
                <span class="dim number">{id}</span>
              </li>
            ))}
          </ul>
          {value.more && (
            <p class="dim">
              Only the first {counted(value.hits.length, 'title')} are shown. Press / to search by name or id.
            </p>
          )}
        </>
      )}
      {value !== null && value.runs > 0 && (
        <p class="dim">
          Searched {value.streamProblem === null && 'the stream and '}the newest {counted(value.runs, 'run')}
          {value.children > 0 && `, and ${counted(value.children, 'child execution')} for names`}.
        </p>
      )}
    </section>
  );
}
