import type { FeedsView, TitleHits } from '../../api/index.ts';
import { address, sentence } from '../ask.ts';
import { count, counted } from '../format.ts';
import { hrefOf, param } from '../address.ts';
import { now, session } from '../session.ts';
import { Ago } from '../parts/moment.tsx';
import { Notice } from '../parts/notice.tsx';
import { TitleName } from '../parts/title-name.tsx';
import { type Answer, useAnswer } from '../use-answer.ts';
import { useNames } from '../use-names.ts';
import { useTitle } from '../use-title.ts';

/** The interval between requests for the titles on the stream, in milliseconds. */
const REFRESH_MS = 1_000;
/** The interval between requests for the deferred titles. Reads on AWS cost money. */
const PROGRESS_MS = { local: 2_000, aws: 30_000 };
/** The number of deferred titles that are shown. */
const MAX_DEFERRED = 20;

/** Titles by id or name. */
export function TitlesPage() {
  const wanted = param('q') ?? '';
  // The list of the stream grows and is refreshed. A search also reads runs and is done once.
  const mark = wanted === '' ? Math.floor(now.value / REFRESH_MS) : 0;
  const { value, problem } = useAnswer<TitleHits>(address('/api/titles', { q: wanted }), mark).value;
  const pace = PROGRESS_MS[session.value?.environment.kind ?? 'aws'];
  const progress = useAnswer<FeedsView>('/api/feeds', Math.floor(now.value / pace)).value;
  // Both lists appear at once, so that neither moves the other.
  const isReady = value !== null && (progress.value !== null || progress.problem !== null);
  const names = new Map(value?.hits.map(({ id, title }) => [id, title]));
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
      {isReady && <Deferred progress={progress} wanted={wanted} names={names} />}
      {!isReady ? (
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

interface DeferredProps {
  readonly progress: Answer<FeedsView>;
  /** The text of the search; empty for all. */
  readonly wanted: string;
  /** The names of titles, as far as they are known. */
  readonly names: ReadonlyMap<number, string | null>;
}

/** The titles that wait for a later run, from the progress table: also those that no event has ever named. */
function Deferred({ progress: { value, problem }, wanted, names }: DeferredProps) {
  const waiting = (value?.feeds ?? []).flatMap(({ feed, waiting: { titles } }) =>
    titles.map((title) => ({ feed, ...title })),
  );
  const shown = waiting.filter(({ titleId }) => wanted === '' || String(titleId).includes(wanted));
  const listed = shown.slice(0, MAX_DEFERRED);
  const found = useNames(listed.map(({ titleId }) => titleId));
  if (problem !== null) return <p class="dim">The deferred titles cannot be read now. {problem}</p>;
  if (shown.length === 0) return null;
  const all = (value?.feeds ?? []).reduce((sum, { waiting: { count: many } }) => sum + many, 0);
  return (
    <section aria-label="Deferred titles">
      <h2>
        Deferred, waiting for the next run{' '}
        <span class="dim">{count(wanted === '' ? all : shown.length)}</span>
      </h2>
      <ul class="hits deferred">
        {listed.map(({ feed, titleId, error, reason, since, runs }) => (
          <li key={`${feed} ${titleId}`} title={reason ?? undefined}>
            <a href={hrefOf('titles', String(titleId))} dir="auto">
              <TitleName name={names.get(titleId) ?? found.of(titleId)} id={titleId} />
            </a>
            <span class="warn">{error}</span>
            <span class="dim">
              in {counted(runs, 'run')}, <Ago at={since} />
            </span>
          </li>
        ))}
      </ul>
      {shown.length > MAX_DEFERRED && (
        <p class="dim">
          And {counted(shown.length - MAX_DEFERRED, 'more', 'more')}: <a href="/feeds">Feeds</a> has them all.
        </p>
      )}
    </section>
  );
}
