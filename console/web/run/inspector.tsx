import type { InnerState, RunHead, VisitDetail, VisitRow } from '../../api/index.ts';
import { address } from '../ask.ts';
import { count, duration } from '../format.ts';
import { JsonTree } from '../parts/json-tree.tsx';
import { Status } from '../parts/status.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { hrefOf, param, withParams } from '../address.ts';
import { now } from '../session.ts';
import { useAnswer } from '../use-answer.ts';
import { Attempts } from './attempts.tsx';
import { Expressions, Variables } from './expressions.tsx';
import type { RunStore } from './run-store.ts';

interface InspectorProps {
  readonly store: RunStore;
  readonly visit: VisitRow | null;
}

const TABS = [
  ['input', 'Input'],
  ['output', 'Output'],
  ['variables', 'Variables'],
  ['expressions', 'Expressions'],
  ['attempts', 'Attempts'],
  ['definition', 'Definition'],
] as const;

/** The details of the selected state, or of the run if no state is selected. */
export function Inspector({ store, visit }: InspectorProps) {
  const head = store.head.value;
  if (head === null) return null;
  return (
    <div class="pane inspector" role="region" aria-label="Details" tabIndex={0}>
      {visit === null && store.reading.value && param('visit') !== null ? (
        <p class="empty">Reading the history …</p>
      ) : visit === null ? (
        <WholeRun store={store} head={head} />
      ) : (
        <OneVisit store={store} head={head} visit={visit} />
      )}
    </div>
  );
}

function WholeRun({ store, head }: { readonly store: RunStore; readonly head: RunHead }) {
  const name = param('state');
  const inner = store.inner.value?.states.find((state) => state.name === name);
  return (
    <>
      {inner !== undefined ? (
        <Inner store={store} state={inner} />
      ) : (
        <p class="dim">
          {name === null
            ? 'Select a state in the graph to see its input, output, variables and attempts.'
            : `${name} was not entered in this run${head.running ? ' so far' : ''}.`}
        </p>
      )}
      <h2>Execution input</h2>
      <JsonTree text={head.input} label="Execution input" />
      <h2>Execution output</h2>
      {head.error !== null && (
        <p class={head.status === 'ABORTED' ? 'dim' : 'error'}>
          <strong>{head.error}</strong> {head.message}
        </p>
      )}
      {head.running ? (
        <p class="dim">Available when the run has ended.</p>
      ) : (
        <JsonTree text={head.output} label="Execution output" />
      )}
    </>
  );
}

/** A state inside the Map Run of the run. */
function Inner({ store, state }: { readonly store: RunStore; readonly state: InnerState }) {
  const { name, status, child, failed, retrying, running, aborted, caught, succeeded } = state;
  const counts = Object.entries({ failed, retrying, running, aborted, caught, succeeded });
  const { lookedInto = 0, children = 0 } = store.inner.value ?? {};
  return (
    <>
      <div class="page-head">
        <h2>{name}</h2>
        <Status value={status} />
      </div>
      <p class="dim">
        This state is part of the child executions of the Map Run
        {lookedInto < children && `, of which ${count(lookedInto)} of ${count(children)} were read`}.{' '}
        <a href={`${hrefOf('runs', child)}?failed=${encodeURIComponent(name)}`}>
          Open a child where it {WORDS[status]}
        </a>
      </p>
      <p class="facts">
        {counts.map(([word, times]) => times > 0 && <span key={word}>{`${times} ${word}`}</span>)}
      </p>
    </>
  );
}

const WORDS: Readonly<Record<InnerState['status'], string>> = {
  failed: 'failed',
  retrying: 'waits for another attempt',
  running: 'is running',
  aborted: 'was aborted',
  caught: 'caught an error',
  succeeded: 'succeeded',
};

function OneVisit({
  store,
  head,
  visit,
}: {
  readonly store: RunStore;
  readonly head: RunHead;
  readonly visit: VisitRow;
}) {
  const mark = `${visit.status} ${visit.exitedAt ?? 0} ${visit.attempts.length} ${visit.attempts.at(-1)?.outcome ?? ''}`;
  const answer = useAnswer<VisitDetail>(address('/api/visit', { id: head.id, visit: visit.id }), mark);
  const { value: detail, problem } = answer.value;
  const comment = store.comments.value.get(visit.name);
  const standard = visit.status === 'failed' || visit.status === 'retrying' ? 'attempts' : 'input';
  const tab = param('tab') ?? (visit.attempts.length === 0 ? 'input' : standard);
  const end = visit.exitedAt ?? (head.running ? now.value : (head.endedAt ?? visit.enteredAt));
  return (
    <>
      <div class="page-head">
        <h2>{visit.name}</h2>
        <Status value={visit.status} />
        <span class="dim">
          {visit.type}, {duration(end - visit.enteredAt)}
        </span>
      </div>
      {comment !== undefined && <p class="comment">{comment}</p>}
      <Visits store={store} visit={visit} />
      {visit.mapRun !== null && (
        <p>
          <a class="button" href={hrefOf('map-runs', visit.mapRun)}>
            Open the Map Run
          </a>
        </p>
      )}
      {visit.error !== null && (
        <p class="error">
          <strong>{visit.error}</strong> {visit.message}
        </p>
      )}
      <Tabs label="State details" param="tab" current={tab} tabs={TABS} />
      {problem !== null && <p class="error">{problem}</p>}
      {detail === null ? (
        problem === null && <p class="dim">Loading …</p>
      ) : (
        <Part tab={tab} visit={visit} detail={detail} stretches={head.stretches} />
      )}
    </>
  );
}

function Part({
  tab,
  visit,
  detail,
  stretches,
}: {
  readonly tab: string;
  readonly visit: VisitRow;
  readonly detail: VisitDetail;
  readonly stretches: RunHead['stretches'];
}) {
  switch (tab) {
    case 'output':
      return (
        <>
          <JsonTree text={detail.output} label="Output" />
          {detail.result !== null && (
            <>
              <h3>Task result</h3>
              <JsonTree text={detail.result} label="Task result" open={1} />
            </>
          )}
        </>
      );
    case 'variables':
      return <Variables before={detail.variables} assigned={detail.assigned} />;
    case 'expressions':
      return <Expressions expressions={detail.expressions} />;
    case 'attempts':
      return (
        <Attempts
          attempts={detail.attempts}
          stretches={stretches}
          running={visit.status === 'running' || visit.status === 'retrying'}
        />
      );
    case 'definition':
      return (
        <JsonTree
          text={detail.definition === null ? null : JSON.stringify(detail.definition)}
          label="Definition"
          open={3}
        />
      );
    default:
      return (
        <>
          <JsonTree text={detail.input} label="Input" />
          {detail.arguments !== null && (
            <>
              <h3>Task arguments</h3>
              <JsonTree text={detail.arguments} label="Task arguments" open={3} />
            </>
          )}
        </>
      );
  }
}

/** Links between the visits of a state in iterations or a loop. */
function Visits({ store, visit }: { readonly store: RunStore; readonly visit: VisitRow }) {
  const all = store.byState.value.get(visit.name) ?? [];
  if (all.length < 2) return null;
  const at = all.findIndex(({ id }) => id === visit.id);
  const link = (index: number, text: string) => {
    const other = all[index];
    return other === undefined ? (
      <span class="dim">{text}</span>
    ) : (
      <a href={withParams({ visit: other.id })}>{text}</a>
    );
  };
  return (
    <p class="visits">
      {visit.iteration !== null && <span>Iteration {visit.iteration}</span>}
      <span>
        Visit {count(at + 1)} of {count(all.length)}
      </span>
      {link(at - 1, 'Previous')}
      {link(at + 1, 'Next')}
      {visit.iteration !== null && visit.parent !== null && (
        <a href={withParams({ map: visit.parent, iteration: visit.iteration, view: 'timeline' })}>
          Only this iteration
        </a>
      )}
    </p>
  );
}
