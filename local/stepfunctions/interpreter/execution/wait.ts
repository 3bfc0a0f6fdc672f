import type { WaitState } from '../definition/model.ts';
import { evaluateTemplate, typeFailure, type Template } from '../jsonata/template.ts';
import { queryFailure } from '../state-failure.ts';
import { parseTimestamp } from '../timestamp.ts';
import { complete, type Completion } from './completion.ts';
import { bindingsFor } from './context.ts';
import type { Visit } from './frame.ts';
import { evaluateInteger } from './numbers.ts';
import { pause } from './pause.ts';

const SECOND_MS = 1000;

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html} */
export async function attemptWait(visit: Visit<WaitState>): Promise<Completion> {
  const { state, frame } = visit;
  const { clock } = frame.run.engine;
  const milliseconds =
    state.timestamp === undefined
      ? (await secondsOf(visit)) * SECOND_MS
      : (await timestampOf(visit, state.timestamp)) - clock.now();
  if (milliseconds > 0) await pause(frame, milliseconds);
  return complete(visit, state, visit.input);
}

async function secondsOf(visit: Visit<WaitState>): Promise<number> {
  const { seconds } = visit.state;
  return seconds === undefined ? 0 : await evaluateInteger(visit, seconds, 'Seconds', 0, 99_999_999);
}

/** Evaluates `Timestamp` to epoch milliseconds, truncated to whole seconds as on AWS. */
async function timestampOf(visit: Visit<WaitState>, timestamp: Template): Promise<number> {
  const value = await evaluateTemplate(timestamp, 'Timestamp', bindingsFor(visit));
  if (typeof value !== 'string') throw typeFailure(timestamp, 'Timestamp', 'string', value);
  const until = parseTimestamp(value);
  if (until === undefined) {
    throw queryFailure(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`,
      'Timestamp',
    );
  }
  return Math.floor(until / SECOND_MS) * SECOND_MS;
}
