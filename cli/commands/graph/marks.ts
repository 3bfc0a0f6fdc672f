import { counted } from '../../../operate/format/plural.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import type { Io } from '../../../operate/io.ts';
import { ChildSampler } from '../../../operate/run/child-sampler.ts';
import { itemCountsOf } from '../../../operate/run/item-counts.ts';
import { RunCache } from '../../../operate/run/run-cache.ts';
import { RunFollower } from '../../../operate/run/run-follower.ts';
import { graver, statusOf } from '../../../operate/run/state-visit.ts';
import type { StateMark } from './mermaid.ts';

/** Marks each state of an execution with its outcome; inside Map Runs, from a sample of the children. */
export async function markStates(
  sfn: StepFunctions,
  io: Pick<Io, 'monotonic'>,
  executionArn: string,
): Promise<Map<string, StateMark>> {
  const marks = new Map<string, StateMark>();
  const runs = new RunCache(sfn, io, (source, arn) => new RunFollower(source, arn));
  const run = await runs.get(executionArn);
  addVisits(marks, run, run.running);
  for (const mapRun of run.mapRuns) {
    const sampler = new ChildSampler(runs);
    await sampler.look(mapRun);
    // Children of an execution that has ended do not run, even if the list is older.
    for (const child of sampler.sample ?? []) addVisits(marks, child, run.running && child.running);
    const name = run.visits.find(({ mapRunArn }) => mapRunArn === mapRun.mapRunArn)?.name ?? '';
    const titles = itemCountsOf(mapRun.itemCounts);
    const mark = marks.get(name)?.mark ?? 'running';
    const failed = titles.failed === 0 ? '' : `, ${titles.failed} failed`;
    marks.set(name, {
      mark,
      note: `${titles.succeeded} of ${counted(titles.total, 'title', 'titles')}${failed}`,
    });
  }
  return marks;
}

function addVisits(marks: Map<string, StateMark>, { visits }: RunFollower, executionRuns: boolean): void {
  for (const visit of visits) {
    const mark = graver(marks.get(visit.name)?.mark, statusOf(visit, executionRuns));
    marks.set(visit.name, { mark });
  }
}
