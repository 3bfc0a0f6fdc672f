import { useEffect, useRef } from 'preact/hooks';
import type { AttemptDetail, StretchView } from '../../api/index.ts';
import { duration, precise, utc } from '../format.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Moment } from '../parts/moment.tsx';
import { Status } from '../parts/status.tsx';
import { param, withParams } from '../address.ts';

interface AttemptsProps {
  readonly attempts: readonly AttemptDetail[];
  readonly running: boolean;
  readonly stretches: readonly StretchView[];
}

/** The attempts of a state's task, numbered over all redrives, with their waits and logs. */
export function Attempts({ attempts, running, stretches }: AttemptsProps) {
  if (attempts.length === 0)
    return <p class="dim">{running ? 'No attempt has started yet.' : 'This state has no task.'}</p>;
  const chosen = Number(param('attempt') ?? attempts.length);
  return (
    <ol class="attempts">
      {attempts.map((attempt, index) => (
        <Attempt
          key={attempt.eventId}
          attempt={attempt}
          number={index + 1}
          before={attempts[index - 1]}
          next={attempts[index + 1]}
          isOpen={index + 1 === chosen}
          redriven={stretches[attempt.redrive]?.from ?? null}
          waits={running && index === attempts.length - 1 && attempt.outcome === 'failed'}
        />
      ))}
    </ol>
  );
}

interface AttemptProps {
  readonly attempt: AttemptDetail;
  readonly number: number;
  readonly before: AttemptDetail | undefined;
  readonly next: AttemptDetail | undefined;
  readonly isOpen: boolean;
  /** The time of the redrive that it belongs to. */
  readonly redriven: number | null;
  readonly waits: boolean;
}

function Attempt({ attempt, number, before, next, isOpen, redriven, waits }: AttemptProps) {
  const item = useRef<HTMLLIElement>(null);
  // A link to an attempt leads to it, however many others are above.
  const isLinked = isOpen && (param('attempt') !== null || param('failed') !== null);
  useEffect(() => {
    if (isLinked) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isLinked]);
  const { scheduledAt, startedAt, endedAt, outcome, error, message, log, cause } = attempt;
  // Of attempts with the same error, only the first and the selected one show it.
  const isRepeated = before?.error === error && before.message === message;
  return (
    <li ref={item} class={isOpen ? 'open' : ''}>
      {attempt.redrive > 0 && attempt.redrive !== before?.redrive && (
        <h3 class="redriven">
          Redrive {attempt.redrive}
          {redriven !== null && (
            <>
              , <Moment at={redriven} />
            </>
          )}
          {before !== undefined && before.endedAt !== null && redriven !== null && (
            <span class="dim">, {duration(redriven - before.endedAt)} after the attempt before</span>
          )}
        </h3>
      )}
      <a
        class="attempt-head"
        href={withParams({ tab: 'attempts', attempt: number })}
        aria-current={isOpen ? 'true' : undefined}
      >
        <span>Attempt {number}</span>
        <Status value={outcome} />
        <time title={utc(scheduledAt)}>{precise(scheduledAt)}</time>
        <span class="dim">{endedAt === null ? 'not finished' : duration(endedAt - scheduledAt)}</span>
        {startedAt !== null && startedAt - scheduledAt > 100 && (
          <span class="dim">started after {duration(startedAt - scheduledAt)}</span>
        )}
      </a>
      {error !== null &&
        (isRepeated && !isOpen ? (
          <p class="dim again">Same error as the previous attempt.</p>
        ) : (
          <p class="error">
            <strong>{error}</strong> {message}
            {isRepeated && <span class="dim difference">Same error as the previous attempt.</span>}
            {!isRepeated && (before?.error ?? null) !== null && (
              <span class="dim difference">Previous attempt: {before?.error}</span>
            )}
          </p>
        ))}
      {isOpen && cause !== null && cause !== message && (
        <details>
          <summary>Cause in the history</summary>
          <pre>{cause}</pre>
          <CopyButton text={() => cause} label="Copy the cause" />
        </details>
      )}
      {isOpen && (
        <div class="log">
          {log.length === 0 ? (
            <p class="dim">The log has no lines of this attempt.</p>
          ) : (
            log.map((line) => (
              <div key={line.line} class={`log-line ${line.level.toLowerCase()}`} title={line.line}>
                <time title={utc(line.at)}>{precise(line.at)}</time> <b>{line.level}</b>{' '}
                <span>{line.text}</span>
              </div>
            ))
          )}
        </div>
      )}
      {next?.redrive === attempt.redrive && endedAt !== null && (
        <p class="wait">Waited {duration(next.scheduledAt - endedAt)} before the next attempt</p>
      )}
      {waits && <p class="wait">Waits for the next attempt</p>}
    </li>
  );
}
