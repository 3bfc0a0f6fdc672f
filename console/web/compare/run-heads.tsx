import type { ComparedRun } from '../../api/index.ts';
import { hrefOf } from '../address.ts';
import { duration } from '../format.ts';
import { Moment } from '../parts/moment.tsx';
import { RunName } from '../parts/run-name.tsx';
import { Status } from '../parts/status.tsx';

interface RunHeadsProps {
  readonly a: ComparedRun;
  readonly b: ComparedRun;
  /** The head of the first column. */
  readonly label: string;
}

/** The heads of a table with two runs side by side. */
export function RunHeads({ a, b, label }: RunHeadsProps) {
  return (
    <thead>
      <tr>
        <th>{label}</th>
        <Head run={a} />
        <Head run={b} />
        <th class="number">Difference</th>
      </tr>
    </thead>
  );
}

function Head({ run: { head } }: { readonly run: ComparedRun }) {
  return (
    <th>
      <a class="run-link" href={hrefOf('runs', head.id)} aria-label={head.name}>
        <RunName name={head.name} />
      </a>{' '}
      <Status value={head.status} />
      <br />
      <Moment at={head.startedAt} />
      {head.endedAt !== null && `, ${duration(head.endedAt - head.startedAt)}`}
    </th>
  );
}
