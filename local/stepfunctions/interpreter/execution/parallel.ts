import type { ParallelState, Program } from '../definition/model.ts';
import { Cancellation } from '../cancellation.ts';
import { Interruption } from '../interruption.ts';
import { evaluateTemplate } from '../jsonata/template.ts';
import { Payload } from '../payload.ts';
import { dataLimitFailure } from '../state-failure.ts';
import { complete, type Completion } from './completion.ts';
import { recordAbort, recordFailedTask } from './aborted.ts';
import { bindingsFor } from './context.ts';
import { mockedResult } from './mock.ts';
import type { Frame, Visit } from './frame.ts';
import { runFrame } from './run-frame.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html} */
export async function attemptParallel(visit: Visit<ParallelState>): Promise<Completion> {
  const { state, frame } = visit;
  const { recorder } = frame.run;
  const input = await argumentsOf(visit);
  // A redrive continues the last attempt.
  const startedId =
    visit.past?.started?.id ?? recorder.add(frame.position, 'ParallelStateStarted', undefined);
  frame.position.last = startedId;
  const resultText =
    mockedResult(visit, state.branches.length) ?? (await runBranches(visit, input, startedId));
  const result = Payload.ofText(resultText);
  recorder.add(frame.position, 'ParallelStateSucceeded', undefined, { advance: false });
  return complete(visit, state, result, { result });
}

async function argumentsOf(visit: Visit<ParallelState>): Promise<Payload> {
  const { state, input, frame } = visit;
  if (state.arguments === undefined) return input;
  const payload = Payload.ofValue(await evaluateTemplate(state.arguments, 'Arguments', bindingsFor(visit)));
  if (payload.exceeds(frame.run.engine.quotas.payloadBytes)) {
    throw dataLimitFailure(state.name);
  }
  return payload;
}

/** Runs the branches concurrently. The first failure ends the others. Returns the JSON array of their outputs. */
async function runBranches(visit: Visit<ParallelState>, input: Payload, startedId: number): Promise<string> {
  const { state, frame } = visit;
  const cancellation = Cancellation.within(frame.cancellation);
  // The next event follows the branch that ended last, or the branch whose failure ended the others.
  let { last } = frame.position;
  let failed: { readonly thrown: unknown; readonly last: number } | undefined;
  const outputs: string[] = [];
  const runBranch = async (program: Program, index: number): Promise<void> => {
    const branch = branchFrame(frame, program, `${startedId}.${index}`, cancellation);
    try {
      const output = await runFrame(branch, input);
      outputs[index] = output.text;
      branch.variables.release();
      last = Math.max(last, branch.position.last);
    } catch (thrown) {
      if (thrown instanceof Interruption) recordAbort(branch, thrown.follows);
      else recordFailedTask(branch);
      if (failed === undefined) {
        failed = { thrown, last: branch.position.last };
        cancellation.cancel(new Interruption('SIBLING', undefined, undefined, failed.last));
      }
    }
  };
  await Promise.all(state.branches.map(runBranch));
  cancellation.release();
  frame.position.last = failed?.last ?? last;
  if (failed !== undefined) throw failed.thrown;
  return `[${outputs.join(',')}]`;
}

function branchFrame(frame: Frame, program: Program, step: string, cancellation: Cancellation): Frame {
  const path = `${frame.position.path}/${step}`;
  return {
    ...frame,
    program,
    isRoot: false,
    position: { path, last: frame.position.last },
    variables: frame.variables.inner(),
    cancellation,
    past: frame.run.past?.frame(path),
  };
}
