import { omitUndefined } from '../omit-undefined.ts';
import type { TaskState } from '../definition/model.ts';
import type { Payload } from '../payload.ts';
import { failureDetails } from './failure-details.ts';
import type { Visit } from './frame.ts';
import { COMPLETE } from './recorder.ts';
import type { TaskLimits } from './task-limits.ts';

/** Writes the events of one attempt: LambdaFunction* for a bare function ARN, Task* for a service integration. */
export class TaskEvents {
  readonly #visit: Visit<TaskState>;

  constructor(visit: Visit<TaskState>) {
    this.#visit = visit;
  }

  /** The subject of the error for an oversized result: the service, or the function's ARN. */
  get resultSubject(): string {
    const { state } = this.#visit;
    if (state.resource.kind === 'service' && state.resource.service === 'lambda') return 'lambda';
    return state.resource.kind === 'function' ? state.resource.arn : state.name;
  }

  /** Records the start. Returns the id of the event that schedules the attempt. */
  started(input: Payload, { timeoutSeconds, heartbeatSeconds }: TaskLimits): number {
    const { recorder, position, service, region } = this.#parts();
    const timeoutMember = omitUndefined({ timeoutInSeconds: timeoutSeconds });
    if (service === undefined) {
      const eventId = recorder.add(position, 'LambdaFunctionScheduled', {
        resource: this.#visit.state.resource.arn,
        input: input.text,
        inputDetails: COMPLETE,
        ...timeoutMember,
      });
      recorder.add(position, 'LambdaFunctionStarted', undefined);
      return eventId;
    }
    const eventId = recorder.add(position, 'TaskScheduled', {
      ...service,
      region,
      parameters: input.text,
      ...timeoutMember,
      ...omitUndefined({ heartbeatInSeconds: heartbeatSeconds }),
    });
    recorder.add(position, 'TaskStarted', service);
    return eventId;
  }

  /** Records that the job of a `.sync` integration has started. */
  submitted(output: string): void {
    const { recorder, position, service } = this.#parts();
    if (service === undefined) throw new Error(`${this.#visit.state.resource.arn} starts no job`);
    recorder.add(position, 'TaskSubmitted', { ...service, output, outputDetails: COMPLETE });
  }

  succeeded(result: Payload): void {
    const { recorder, position, service } = this.#parts();
    const output = { output: result.text, outputDetails: COMPLETE };
    if (service === undefined) recorder.add(position, 'LambdaFunctionSucceeded', output);
    else recorder.add(position, 'TaskSucceeded', { ...service, ...output });
  }

  failed(error: string | undefined, cause: string | undefined): void {
    const { recorder, position, service } = this.#parts();
    const failure = failureDetails(error, cause);
    if (service === undefined) recorder.add(position, 'LambdaFunctionFailed', failure);
    else recorder.add(position, 'TaskFailed', { ...service, ...failure });
  }

  timedOut(error: string): void {
    const { recorder, position, service } = this.#parts();
    if (service === undefined) recorder.add(position, 'LambdaFunctionTimedOut', { error });
    else recorder.add(position, 'TaskTimedOut', { ...service, error });
  }

  #parts() {
    const { frame, state } = this.#visit;
    const { resource } = state;
    return {
      recorder: frame.run.recorder,
      position: frame.position,
      region: frame.run.engine.region,
      service:
        resource.kind === 'service'
          ? { resource: actionOf(resource), resourceType: resource.service }
          : undefined,
    };
  }
}

function actionOf({ action, pattern }: { readonly action: string; readonly pattern?: string }): string {
  return pattern === undefined ? action : `${action}.${pattern}`;
}
