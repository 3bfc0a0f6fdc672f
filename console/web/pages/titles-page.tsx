import type { TitleHits } from '../../api/index.ts';
import { address } from '../ask.ts';
import { counted } from '../format.ts';
import { hrefOf, param } from '../address.ts';
import { now } from '../session.ts';
import { useAnswer } from '../use-answer.ts';
import { useFresh } from '../use-fresh.ts';
import { useTitle } from '../use-title.ts';

/** How often the titles on the stream are asked for again, in milliseconds. */
const REFRESH_MS = 1_000;

/** Titles by id or name. */
export function TitlesPage() {
  const wanted = param('q') ?? '';
  // The stream is read from when it is first asked for, and grows. A search looks into the runs as well: it is done once.
  const mark = wanted === '' ? Math.floor(now.value / REFRESH_MS) : 0;
  const { value, problem } = useAnswer<TitleHits>(address('/api/titles', { q: wanted }), mark).value;
  const isFresh = useFresh();
  useTitle(wanted === '' ? 'Titles' : `Titles like “${wanted}”`);
  return (
    <section class="page">
      <h1>{wanted === '' ? 'Titles on the stream' : `Titles like “${wanted}”`}</h1>
      {problem !== null && <p class="error">{problem}</p>}
      {value === null ? (
        problem === null && <p class="dim">Searching …</p>
      ) : value.hits.length === 0 ? (
        <p class="empty">
          {wanted === ''
            ? isFresh
              ? 'Reading the stream …'
              : 'There are no titles on the stream yet. Those that a run publishes appear here.'
            : 'No title matches.'}
        </p>
      ) : (
        <>
          <ul class="hits">
            {value.hits.map(({ id, title, year, kind }) => (
              <li key={id}>
                <a href={hrefOf('titles', String(id))}>{title ?? `Title ${id}`}</a>{' '}
                <span class="dim">
                  {[year, kind?.replaceAll('_', ' '), id].filter((fact) => (fact ?? '') !== '').join(' · ')}
                </span>
              </li>
            ))}
          </ul>
          {value.more && (
            <p class="dim">
              Only the first {counted(value.hits.length, 'title')} are shown: search by name or id with the /
              key.
            </p>
          )}
        </>
      )}
      {value !== null && value.runs > 0 && (
        <p class="dim">
          Looked into the stream and the newest {counted(value.runs, 'run')}
          {value.children > 0 && `, for names into ${counted(value.children, 'child', 'children')} of theirs`}
          .
        </p>
      )}
    </section>
  );
}
