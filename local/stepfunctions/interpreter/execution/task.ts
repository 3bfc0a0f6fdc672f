import { omitUndefined } from '../omit-undefined.ts';
import type { TaskState } from '../definition/model.ts';
import { Interruption } from '../interruption.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { Payload } from '../payload.ts';
import type { TaskOutcome } from '../ports.ts';
import { dataLimitFailure, runtimeFailure, StateFailure } from '../state-failure.ts';
import { isJob } from '../task-resource.ts';
import { complete, type Completion } from './completion.ts';
import { bindingsFor } from './context.ts';
import type { Visit } from './frame.ts';
import { TaskEvents } from './task-events.ts';
import { limitsOf, type TaskLimits } from './task-limits.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html} */
export async function attemptTask(visit: Visit<TaskState>): Promise<Completion> {
  const { state, frame } = visit;
  const { quotas } = frame.run.engine;
  const input = await argumentsOf(visit);
  const limits = await limitsOf(visit);
  if (input.exceeds(quotas.payloadBytes)) throw dataLimitFailure(state.name);
  const events = new TaskEvents(visit);
  const eventId = events.started(input, limits);
  const outcome = visit.mock ?? (await invoke(visit, input, limits, { events, eventId }));
  if (outcome.status === 'FAILED') {
    events.failed(outcome.error, outcome.cause);
    throw new StateFailure(outcome.error, outcome.cause);
  }
  const result = Payload.ofText(outcome.output);
  if (result.exceeds(quotas.payloadBytes)) {
    const failure = dataLimitFailure(events.resultSubject);
    events.failed(failure.error, failure.reason);
    throw failure;
  }
  events.succeeded(result);
  if (visit.inspection !== undefined) visit.inspection.result = result.text;
  return complete(visit, state, result, { result });
}

async function argumentsOf(visit: Visit<TaskState>): Promise<Payload> {
  const { state, input, inspection } = visit;
  if (state.arguments === undefined) return input;
  const value = await evaluateTemplate(state.arguments, 'Arguments', bindingsFor(visit));
  const payload = Payload.ofValue(value);
  if (inspection !== undefined) inspection.afterArguments = payload.text;
  return payload;
}

async function invoke(
  visit: Visit<TaskState>,
  input: Payload,
  { timeoutSeconds, heartbeatSeconds }: TaskLimits,
  { events, eventId }: { readonly events: TaskEvents; readonly eventId: number },
): Promise<TaskOutcome> {
  const { state, frame } = visit;
  const { invoker, clock } = frame.run.engine;
  // No supported integration can send a heartbeat, so the task must answer within one interval.
  const seconds = Math.min(timeoutSeconds ?? Infinity, heartbeatSeconds ?? Infinity);
  const error = seconds === timeoutSeconds ? 'States.Timeout' : 'States.HeartbeatTimeout';
  try {
    return await frame.cancellation.guard((signal) => {
      const work = invoker.invoke({
        resource: state.resource,
        arguments: input.text,
        executionArn: frame.run.record.executionArn,
        stateName: state.name,
        eventId,
        ...omitUndefined({
          timeoutMs: timeoutSeconds && timeoutSeconds * 1000,
          resumes: visit.past?.submitted,
          submitted: isJob(state.resource) ? (output: string) => events.submitted(output) : undefined,
        }),
        signal,
      });
      if (seconds === Infinity) return work;
      return Promise.race([work, timeout(clock.sleep(seconds * 1000, signal), error)]);
    });
  } catch (thrown) {
    if (thrown instanceof Interruption) throw thrown;
    if (thrown instanceof StateFailure) {
      events.timedOut(error);
      throw thrown;
    }
    throw runtimeFailure(`The task could not be run: ${String(thrown)}`, thrown);
  }
}

/** Rejects when the timer ends. Never settles if the timer is cancelled, because the race is over. */
function timeout(timer: Promise<void>, error: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    timer.then(
      () => reject(new StateFailure(error, undefined)),
      () => undefined,
    );
  });
}
