import { useSignal } from '@preact/signals';
import type { RedrivePreview, RunHead } from '../../api/index.ts';
import { address, sentence, tell } from '../ask.ts';
import { count, counted } from '../format.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Ago } from '../parts/moment.tsx';
import { hrefOf } from '../address.ts';
import { useAnswer } from '../use-answer.ts';

interface RedriveButtonProps {
  readonly head: RunHead;
  /** False for a button that is not the first one to press. */
  readonly isPrimary: boolean;
}

/** Redrives a run after a preview. */
export function RedriveButton({ head, isPrimary }: RedriveButtonProps) {
  const isOpen = useSignal(false);
  return (
    <>
      <button type="button" class={isPrimary ? 'primary' : ''} onClick={() => (isOpen.value = true)}>
        Redrive …
      </button>
      {isOpen.value && <Preview head={head} onClose={() => (isOpen.value = false)} />}
    </>
  );
}

function Preview({ head, onClose }: { readonly head: RunHead; readonly onClose: () => void }) {
  const answer = useAnswer<RedrivePreview>(address('/api/redrive', { id: head.id }), head.redriveCount);
  const failed = useSignal('');
  const { value: preview, problem } = answer.value;
  const redrive = async () => {
    try {
      await tell('/api/redrive', { id: head.id, redriveCount: preview?.redriveCount ?? head.redriveCount });
      onClose();
    } catch (error) {
      failed.value = (error as Error).message;
    }
  };
  const fault = failed.value === '' ? problem : failed.value;
  return (
    <Dialog title={`Redrive ${head.name}`} onClose={onClose}>
      {preview === null && problem === null && <p class="dim">Loading the preview …</p>}
      {preview !== null && <Told preview={preview} />}
      {fault !== null && <p class="error">{fault}</p>}
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {(preview?.refusal ?? null) === null ? 'Cancel' : 'Close'}
        </button>
        {preview !== null && preview.refusal === null && (
          <button type="button" class="primary" onClick={() => void redrive()}>
            Redrive
          </button>
        )}
      </div>
    </Dialog>
  );
}

function Told({
  preview: { refusal, states, children, titles, credits, isEstimate, overtakenBy, overtakenProblem, faults },
}: {
  readonly preview: RedrivePreview;
}) {
  if (refusal !== null) {
    return (
      <p>
        This run cannot be redriven: {refusal}. Start another run over the same window instead. Its events
        have new ids and later times.
      </p>
    );
  }
  return (
    <dl class="told">
      {faults.length > 0 && (
        <>
          <dt>Faults that are on</dt>
          <dd class="warn">
            {faults.join(', ')}: the redrive may fail, too. <a href="/watchmode">Turn off</a>
          </dd>
        </>
      )}
      {overtakenBy !== null && (
        <>
          <dt>Overtaken by</dt>
          <dd class="warn">
            <a href={hrefOf('runs', overtakenBy.run)}>{nameIn(overtakenBy.run)}</a>, which claimed the same
            open window <Ago at={overtakenBy.claimedAt} />
          </dd>
          <dt>Credits spent twice</dt>
          <dd class={overtakenBy.creditsTwice === 0 ? '' : 'warn'}>{describeTwice(overtakenBy)}</dd>
        </>
      )}
      {overtakenProblem !== null && (
        <>
          <dt>Overtaken</dt>
          <dd class="warn">{sentence(overtakenProblem)}</dd>
        </>
      )}
      <dt>Runs again</dt>
      <dd>{states.join(', ')} and all later states</dd>
      {children !== null && (
        <>
          <dt>Child executions</dt>
          <dd>
            {count(children.again)} of {count(children.total)}
          </dd>
        </>
      )}
      {titles !== null && (
        <>
          <dt>Titles</dt>
          <dd>
            {isEstimate ? 'at most ' : ''}
            {count(titles.again)} of {count(titles.total)} are fetched
          </dd>
          <dt>Not repeated</dt>
          <dd>{counted(titles.kept, 'title')} that succeeded or are already fetched, and the listing</dd>
        </>
      )}
      <dt>Cost</dt>
      <dd>
        {credits === null
          ? 'unknown until the listing has run: 1 credit for each page, then the credits of its titles'
          : `at most ${counted(credits, 'credit')}`}
      </dd>
      <dt>Published again</dt>
      <dd>with the same event id; a consumer that writes by time changes nothing</dd>
    </dl>
  );
}

/** Returns the name in the id of a run. */
function nameIn(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1);
}

/** Describes the credits that a redrive spends on titles that the other run also fetches. */
function describeTwice({ creditsTwice }: NonNullable<RedrivePreview['overtakenBy']>): string {
  if (creditsTwice === null)
    return 'an unknown number of credits, for titles or pages that the other run also buys';
  return creditsTwice === 0
    ? 'nothing'
    : `at most ${counted(creditsTwice, 'credit')}, for titles that the other run also fetches`;
}
