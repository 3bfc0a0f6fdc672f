import type { DeferredTitle, FeedsView, FeedView, TitleList } from '../../api/index.ts';
import { count, counted, duration } from '../format.ts';
import { Ago, Moment } from '../parts/moment.tsx';
import { NamesProblem } from '../parts/names-problem.tsx';
import { RunName } from '../parts/run-name.tsx';
import { TitleLink } from '../parts/title-link.tsx';
import { hrefOf } from '../address.ts';
import { now, session } from '../session.ts';
import { useAnswer } from '../use-answer.ts';
import { useNames } from '../use-names.ts';
import { useTitle } from '../use-title.ts';

/** The interval between requests in milliseconds. Reads on AWS cost money. */
const REFRESH_MS = { local: 2_000, aws: 30_000 };

/** The progress of each feed: its watermark, the claim of its open window, and its deferred titles. */
export function FeedsPage() {
  useTitle('Feeds');
  const mark = Math.floor(now.value / REFRESH_MS[session.value?.environment.kind ?? 'aws']);
  const { value: view, problem } = useAnswer<FeedsView>('/api/feeds', mark).value;
  return (
    <section class="page">
      <h1>Feeds</h1>
      {problem !== null && <p class="error">{problem}</p>}
      {view === null ? (
        problem === null && <p class="empty">Reading the progress …</p>
      ) : view.feeds.length === 0 ? (
        <p class="empty">No run over the open window of a feed has started yet.</p>
      ) : (
        <>
          {view.feeds.map((feed) => (
            <Feed key={feed.feed} feed={feed} />
          ))}
          <p class="dim">
            Progress table: <span class="mono">{view.table}</span>
          </p>
        </>
      )}
    </section>
  );
}

/** The maximum clock skew, in milliseconds. A watermark beyond it counts as in the future. */
const CLOCK_SKEW_MS = 5 * 60_000;

function Feed({ feed: { feed, watermark, claim, waiting, rejected } }: { readonly feed: FeedView }) {
  const [oldest] = waiting.titles;
  const isSwept = feed === 'catalogue';
  const nextRun = isSwept ? 'sweep' : 'run over the open window';
  return (
    <article class="feed" aria-label={feed}>
      <h2>{feed}</h2>
      <dl class="figures">
        <div>
          <dt>{isSwept ? 'Last sweep' : 'Ingested up to'}</dt>
          <dd>
            {watermark === null ? <span class="dim">–</span> : <Moment at={watermark.at} />}{' '}
            {watermark === null ? (
              <span class="dim">no {isSwept ? 'sweep' : 'run'} has succeeded yet</span>
            ) : watermark.at > now.value + CLOCK_SKEW_MS ? (
              <span class="warn">{duration(watermark.at - now.value)} in the future</span>
            ) : (
              <span class="dim">
                {duration(Math.max(0, now.value - watermark.at))} {isSwept ? 'ago' : 'behind'}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{isSwept ? 'Claim' : 'Open window'}</dt>
          <dd>
            {claim === null ? (
              <span class="dim">not claimed</span>
            ) : (
              <>
                <RunLink id={claim.run} />{' '}
                <span class="dim">
                  {claim.isAtWork ? 'running' : 'not running'}, claimed <Ago at={claim.claimedAt} />
                </span>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Titles waiting</dt>
          <dd class={waiting.count === 0 ? '' : 'warn'}>
            {count(waiting.count)}{' '}
            {oldest !== undefined && (
              <span class="dim">the oldest for {duration(now.value - oldest.since)}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>Titles given up</dt>
          <dd class={rejected.count === 0 ? '' : 'bad'}>{count(rejected.count)}</dd>
        </div>
      </dl>
      <Titles list={waiting} caption={`Waiting: the next ${nextRun} fetches the oldest 500`} />
      <Titles list={rejected} caption="Given up: no run fetches them again unless the feed lists them" />
    </article>
  );
}

function Titles({ list, caption }: { readonly list: TitleList; readonly caption: string }) {
  const names = useNames(list.titles.map(({ titleId }) => titleId));
  if (list.count === 0) return null;
  const more = list.count - list.titles.length;
  return (
    <details open={list.count <= 10}>
      <summary>
        {caption} <span class="dim">({counted(list.count, 'title')})</span>
      </summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table class="rows">
          <thead>
            <tr>
              <th>Title</th>
              <th>Since</th>
              <th class="number">Runs</th>
              <th>Last run</th>
              <th>Last error</th>
            </tr>
          </thead>
          <tbody>
            {list.titles.map((title) => (
              <TitleLine key={title.titleId} title={title} name={names.of(title.titleId)} />
            ))}
          </tbody>
        </table>
      </div>
      <NamesProblem problem={names.problem} />
      {more > 0 && (
        <p class="dim">
          And {counted(more, 'more', 'more')}: <code>tvguide deferred</code> lists them all.
        </p>
      )}
    </details>
  );
}

function TitleLine({ title, name }: { readonly title: DeferredTitle; readonly name: string | null }) {
  const { titleId, status, since, runs, lastRun, error, reason } = title;
  return (
    <tr>
      <td class="nowrap">
        <TitleLink id={titleId} name={name} />
        {status === 'unknown' && <span class="tag">unknown to Watchmode</span>}
      </td>
      <td class="nowrap">
        <Moment at={since} />
      </td>
      <td class="number">{count(runs)}</td>
      <td class="nowrap">{lastRun === null ? <span class="dim">–</span> : <RunLink id={lastRun} />}</td>
      <td>
        {error} {reason !== null && <span class="dim">{reason}</span>}
      </td>
    </tr>
  );
}

/** A link to a run with its name. */
function RunLink({ id }: { readonly id: string }) {
  const name = id.slice(id.lastIndexOf(':') + 1);
  return (
    <a class="run-link" href={hrefOf('runs', id)} aria-label={name}>
      <RunName name={name} />
    </a>
  );
}
