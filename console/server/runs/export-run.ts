import { MAX_FILE_BYTES, mebibytes, RequestProblem } from '../http/request.ts';
import { childrenOf } from './map-run-follower.ts';
import { type ChildrenFile, type ExecutionFile, FORMAT, type RunFile } from '../run-files/run-file.ts';
import type { RunModel } from './run-model.ts';
import type { RunModels } from './run-models.ts';

/** The maximum number of children that are exported with their histories. Each takes two requests, once. */
const CHILDREN = { local: 250, aws: 20 };
/** The share of the largest file for histories. The rest is for the lists of children. */
const SHARE_OF_HISTORIES = 0.8;

/**
 * Exports a run as a file that can be imported. The file lists all children and holds the histories of some, first of
 * those that did not succeed.
 *
 * @throws RequestProblem if the history of the run alone is too large
 */
export async function exportRun(models: RunModels, model: RunModel): Promise<RunFile> {
  let left = models.sfn.target.isLocal ? CHILDREN.local : CHILDREN.aws;
  const own = executionFile(model);
  let bytes = sizeOf(own);
  if (bytes > MAX_FILE_BYTES) {
    throw new RequestProblem(
      413,
      `the history of this run has ${mebibytes(bytes)} MiB, and a file has at most ${mebibytes(MAX_FILE_BYTES)} MiB`,
    );
  }
  const children: ChildrenFile[] = [];
  for (const { mapRunArn = '' } of model.mapRuns) {
    const items = await childrenOf(models, mapRunArn);
    const executions: ExecutionFile[] = [];
    let definition: unknown = {};
    for (const { executionArn = '' } of items.toSorted((a, b) => rank(a.status) - rank(b.status))) {
      if (left === 0 || bytes > MAX_FILE_BYTES * SHARE_OF_HISTORIES) break;
      const child = await models.get(executionArn);
      // All children of a Map Run have the same definition.
      if (executions.length === 0) definition = await child.definition();
      const file = executionFile(child);
      const size = sizeOf(file);
      if (bytes + size > MAX_FILE_BYTES * SHARE_OF_HISTORIES) continue;
      bytes += size;
      executions.push(file);
      left -= 1;
    }
    children.push({ mapRunArn, definition, items: items.map(withoutMetadata), executions });
  }
  return { format: FORMAT, definition: await model.definition(), ...own, children };
}

function executionFile(model: RunModel): ExecutionFile {
  return {
    execution: withoutMetadata(model.description),
    mapRuns: model.mapRuns.map(withoutMetadata),
    events: model.events,
  };
}

/** Removes what the SDK adds to an answer: ids of requests and attempts. */
function withoutMetadata<Answer extends object>(answer: Answer): Omit<Answer, '$metadata'> {
  const members = Object.entries(answer).filter(([name]) => name !== '$metadata');
  return Object.fromEntries(members) as Omit<Answer, '$metadata'>;
}

function sizeOf(file: ExecutionFile): number {
  return Buffer.byteLength(JSON.stringify(file));
}

function rank(status: string | undefined): number {
  return status === 'FAILED' || status === 'TIMED_OUT' ? 0 : status === 'SUCCEEDED' ? 2 : 1;
}
