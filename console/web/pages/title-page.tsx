import type { ComponentChildren } from 'preact';
import type { TitleChapter, TitleStory, VisitRow } from '../../api/index.ts';
import { address, sentence } from '../ask.ts';
import { count, counted, duration, precise, utc } from '../format.ts';
import { JsonTree } from '../parts/json-tree.tsx';
import { Moment } from '../parts/moment.tsx';
import { Notice } from '../parts/notice.tsx';
import { Status } from '../parts/status.tsx';
import { TitleName } from '../parts/title-name.tsx';
import { hrefOf } from '../address.ts';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';

/** The history of one title across runs, the newest first. */
export function TitlePage({ id }: { readonly id: string }) {
  const { value: story, problem } = useAnswer<TitleStory>(address('/api/title', { id })).value;
  useTitle(story?.title ?? `Title ${id}`);
  if (story === null) {
    return (
      <section class="page">
        <h1>Title {id}</h1>
        {problem === null ? (
          <p class="empty">Searching the runs for title {id} …</p>
        ) : (
          <p class="error">{problem}</p>
        )}
      </section>
    );
  }
  return (
    <section class="page">
      <header>
        <div class="page-head">
          <h1>
            <TitleName name={story.title} id={story.id} />
          </h1>
        </div>
        <p class="facts">
          <span>Watchmode {story.id}</span>
          {story.year !== null && <span>{story.year}</span>}
          {story.kind !== null && <span>{story.kind.replaceAll('_', ' ')}</span>}
          {story.chapters.length > 0 && (
            <span>
              In {count(story.chapters.length)} of the last {counted(story.runsLookedInto, 'run')}
            </span>
          )}
        </p>
      </header>
      {story.streamProblem !== null && (
        <Notice kind="hint" title="The stream cannot be read now: told from the runs">
          {sentence(story.streamProblem)}
        </Notice>
      )}
      {story.notices.length + story.departures.length > 0 && (
        <ol class="story" aria-label="Left and removed">
          {story.notices.map(({ id, sequence, at, type, note }) => (
            <Step key={`${id} ${sequence}`} at={at}>
              <a href={hrefOf('stream', id)}>{type === 'left' ? 'Left' : 'Removed'}</a>: <bdi>{note}</bdi>
            </Step>
          ))}
          {story.departures.map(({ run, name, at, services }) => (
            <Step key={run} at={at}>
              Left: <bdi>{services.join('; ')}</bdi>, found by <a href={hrefOf('runs', run)}>{name}</a>. The
              event is not among those read from the stream.
            </Step>
          ))}
        </ol>
      )}
      {story.chapters.length === 0 && (
        <p class="empty">
          None of the last {counted(story.runsLookedInto, 'run')} listed this title to fetch it.{' '}
          <a href="/titles">All titles</a>
        </p>
      )}
      {story.chapters.map((chapter) => (
        <Chapter key={chapter.run.id} chapter={chapter} hasStream={story.streamProblem === null} />
      ))}
    </section>
  );
}

function Chapter({ chapter, hasStream }: { readonly chapter: TitleChapter; readonly hasStream: boolean }) {
  const { run, child, waited, listedAt, visits, outcome, reason, record, changes, events, publish } = chapter;
  return (
    <article class="chapter">
      <div class="page-head">
        <h2>
          <a href={hrefOf('runs', run.id)}>{run.name}</a>
        </h2>
        <Status value={outcome} />
        {publish !== null && <span class="tag">{publish}</span>}
        <span class="dim">
          <Moment at={run.startedAt} />
        </span>
      </div>
      <ol class="story">
        {listedAt !== null && (
          <Step at={listedAt}>Listed{waited ? ' after an earlier run deferred it' : ''}</Step>
        )}
        {visits.flatMap((visit) => stepsOf(visit, child))}
        {reason !== null && outcome !== 'fetched' && (
          <Step at={null}>
            {outcome}: {reason}
          </Step>
        )}
        {events.map(({ id, at, type, shard, sequence, copies }) => (
          <Step key={`${id} ${sequence}`} at={at}>
            Published as{' '}
            <a href={hrefOf('stream', id)}>
              {type} {id.slice(0, 12)}…
            </a>{' '}
            to {shard}, sequence number <span class="mono">{sequence}</span>
            {copies > 1 && <span class="tag">published {count(copies)} times</span>}
          </Step>
        ))}
        {publish === 'published' && events.length === 0 && (
          <Step at={null}>
            <span class="dim">
              {hasStream
                ? 'Published. The event is older than the events read from the stream.'
                : 'Published, as its batch succeeded.'}
            </span>
          </Step>
        )}
      </ol>
      {changes.length > 0 && (
        <table class="rows changes">
          <caption>Changes since the previous record: {counted(changes.length, 'field')}</caption>
          <tbody>
            {changes.map(({ path, before, after }) => (
              <tr key={path}>
                <th scope="row">{path}</th>
                <td class="mono before">{before ?? 'absent'}</td>
                <td class="mono after">{after ?? 'absent'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {record !== null && (
        <details>
          <summary>Record in this run</summary>
          <JsonTree text={record} label={`Record in ${run.name}`} open={1} />
        </details>
      )}
    </article>
  );
}

/** One step in the history of a title. */
function Step({ at, children }: { readonly at: number | null; readonly children: ComponentChildren }) {
  return (
    <li>
      {at === null ? <span /> : <time title={utc(at)}>{precise(at)}</time>}
      <div>{children}</div>
    </li>
  );
}

/** Returns a line for each attempt, or one line for a state without attempts. */
function stepsOf(visit: VisitRow, child: string | null) {
  const href = child === null ? '' : `${hrefOf('runs', child)}?visit=${visit.id}`;
  if (visit.attempts.length === 0) {
    return [
      <Step key={visit.id} at={visit.enteredAt}>
        <a href={href}>{visit.name}</a>
      </Step>,
    ];
  }
  return visit.attempts.map((attempt, index) => (
    <Step key={attempt.eventId} at={attempt.scheduledAt}>
      <a href={`${href}&attempt=${index + 1}`}>
        {visit.name}, attempt {index + 1}
      </a>{' '}
      <Status value={attempt.outcome} />{' '}
      {attempt.endedAt !== null && <span class="dim">{duration(attempt.endedAt - attempt.scheduledAt)}</span>}
      {attempt.error !== null && (
        <div class="bad">
          {attempt.error}: {attempt.message}
        </div>
      )}
    </Step>
  ));
}
