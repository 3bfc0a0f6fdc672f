import { nameOf } from '../../workflow/arns.ts';
import { pause } from '../../operate/aws/pause.ts';
import { ChildSampler } from '../../operate/run/child-sampler.ts';
import { RunCache } from '../../operate/run/run-cache.ts';
import { RunFollower } from '../../operate/run/run-follower.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import type { RunResult } from './run-result.ts';
import { explainEnding } from './explain-ending.ts';
import { followExecution, POLL_MS, type Watched } from './follow-execution.ts';
import { describeEnding, endingAsJson, exitCodeOf, printNext } from './print-ending.ts';
import { namesOfEnding } from './names-of-ending.ts';
import { createProgressView } from './create-progress-view.ts';

/**
 * Shows an execution until it ends, with one look per second, and returns its result. Stopping the command does not
 * stop the execution.
 */
export async function pollExecution(session: Session, watched: Watched): Promise<RunResult> {
  try {
    return await poll(session, watched);
  } catch (error) {
    if (session.io.interrupted.aborted) tellItGoesOn(session, nameOf(watched.executionArn));
    throw error;
  }
}

function tellItGoesOn({ printer, command }: Session, name: string): void {
  printer.note(`${name} goes on: only this command has ended`);
  printer.note(`follow: ${command(`watch ${name}`)}`);
  printer.note(`stop:   ${command(`stop ${name}`)}`);
}

async function poll({ sfn, printer, io }: Session, watched: Watched): Promise<RunResult> {
  const view = createProgressView(io, printer);
  const sampler = new ChildSampler(new RunCache(sfn, io, (source, arn) => new RunFollower(source, arn)));
  try {
    return await followExecution({ sfn, io }, watched, view, {
      wait: () => pause(io, POLL_MS),
      childrenOf: async (run) => {
        const mapRun = run.mapRuns.at(-1);
        if (run.running && mapRun !== undefined) await sampler.look(mapRun);
        return sampler;
      },
    });
  } finally {
    view.stop();
  }
}

/** Shows an execution until it ends, prints its ending, and returns the exit code. */
export async function watchExecution(session: Session, watched: Watched): Promise<ExitCode> {
  const ending = await pollExecution(session, watched);
  const { printer, command } = session;
  const name = nameOf(ending.executionArn);
  const causes = await explainEnding(session.sfn, ending, printer);
  const names = await namesOfEnding(session, ending, causes);
  printer.json(endingAsJson(ending, causes));
  printer.result(describeEnding(ending, { causes, names }, printer.style));
  const next = {
    why: command(`why ${name}`),
    redrive: command(`redrive ${name}`),
    rejected: command('deferred --rejected'),
  };
  printNext(ending, causes, next, printer);
  return exitCodeOf(ending);
}
