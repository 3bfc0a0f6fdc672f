import type { VisitRow } from '../../api.ts';
import { duration } from '../format.ts';
import { Status } from '../parts/status.tsx';
import { now } from '../session.ts';
import type { RunStore } from './run-store.ts';

interface InspectorProps {
  readonly store: RunStore;
  readonly visit: VisitRow | null;
}

/** The state that is looked at. */
export function Inspector({ store, visit }: InspectorProps) {
  if (visit === null)
    return <div class="pane inspector empty">Choose a state to see what went in and what came out.</div>;
  const end = visit.exitedAt ?? store.head.value?.endedAt ?? now.value;
  return (
    <div class="pane inspector">
      <div class="page-head">
        <h2>{visit.name}</h2>
        <Status value={visit.status} />
        <span class="dim">{duration(end - visit.enteredAt)}</span>
      </div>
      {visit.error !== null && (
        <p class="error">
          <strong>{visit.error}</strong> {visit.message}
        </p>
      )}
    </div>
  );
}
