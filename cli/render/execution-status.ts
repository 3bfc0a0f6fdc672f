import type { VisitStatus } from '../../operate/run/state-visit.ts';
import type { Style } from './printer.ts';

/** Colours a status of an execution, a Map Run or a state. */
export function colourStatus(status: string, style: Style): string {
  switch (status.toUpperCase()) {
    case 'SUCCEEDED':
      return style.green(status);
    case 'FAILED':
    case 'TIMED_OUT':
      return style.red(status);
    case 'ABORTED':
    case 'CAUGHT':
      return style.yellow(status);
    default:
      return style.cyan(status);
  }
}

const SYMBOL: Readonly<Record<VisitStatus, string>> = {
  running: '…',
  succeeded: '✔',
  caught: '⚠',
  failed: '✖',
  aborted: '■',
};

/** Returns the symbol of a state's status. */
export function symbolOf(status: VisitStatus, style: Style): string {
  return status === 'succeeded'
    ? style.green(SYMBOL[status])
    : status === 'failed'
      ? style.red(SYMBOL[status])
      : style.yellow(SYMBOL[status]);
}
