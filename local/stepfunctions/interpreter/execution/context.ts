import { omitUndefined } from '../omit-undefined.ts';
import type { Bindings } from '../jsonata/safely.ts';
import type { Payload } from '../payload.ts';
import type { Visit } from './frame.ts';
import type { ExecutionRun } from './run.ts';

/** The members of `$states` besides `input` and `context`. */
export interface StatesExtras {
  readonly result?: Payload;
  readonly errorOutput?: Payload;
}

/** Returns the bindings of a field: `$states`, and the variables at the state's entry. */
export function bindingsFor(visit: Visit, extras: StatesExtras = {}, item = visit.frame.mapItem): Bindings {
  const { run, variables, cancellation } = visit.frame;
  const { clock, random, hash, sandbox } = run.engine;
  const { result, errorOutput } = extras;
  const now = clock.now();
  const states = {
    get input() {
      return visit.input.value;
    },
    get context() {
      const { contextOverride } = run;
      return contextOverride === undefined
        ? contextObject(visit, item)
        : { ...contextOverride, ...mapMember(item) };
    },
    ...omitUndefined({ result: result?.value, errorOutput: errorOutput?.value }),
  };
  return {
    variables: { ...variables.all(), states },
    host: { now, random, hash },
    get size() {
      const payloads = [visit.input, run.input, item?.value, result, errorOutput];
      return variables.bytes + payloads.reduce((sum, payload) => sum + (payload?.text.length ?? 0), 0);
    },
    ...(sandbox === undefined
      ? {}
      : {
          apart: (source, given) =>
            cancellation.guard((signal) => sandbox.evaluate({ source, variables: given, now }, signal)),
        }),
  };
}

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html} */
function contextObject(visit: Visit, item: Visit['frame']['mapItem']): Record<string, unknown> {
  const { run } = visit.frame;
  return {
    Execution: executionObject(run),
    // In a child of a Map Run, only the ARN has the label.
    StateMachine: { Id: run.record.stateMachineArn, Name: run.snapshot.name },
    State: {
      Name: visit.state.name,
      EnteredTime: isoTime(visit.enteredTime),
      ...('retry' in visit.state ? { RetryCount: visit.retryCount } : {}),
    },
    ...mapMember(item),
  };
}

function mapMember(item: Visit['frame']['mapItem']): Record<string, unknown> {
  if (item === undefined) return {};
  const { index, value, source } = item;
  return { Map: { Item: { Index: index, Value: value.value, ...omitUndefined({ Source: source }) } } };
}

/** The order of the members is AWS's. Expressions can show it. */
function executionObject({ record, snapshot, input }: ExecutionRun): Record<string, unknown> {
  return {
    Id: record.executionArn,
    Input: input.value,
    StartTime: isoTime(record.startDate),
    Name: record.name,
    RoleArn: snapshot.roleArn,
    RedriveCount: record.redriveCount,
    ...omitUndefined({
      RedriveTime: record.redriveDate === undefined ? undefined : isoTime(record.redriveDate),
    }),
  };
}

/** Formats a time for the Context object. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
