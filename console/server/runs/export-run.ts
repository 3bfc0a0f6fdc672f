import { childrenOf } from './map-run-follower.ts';
import { type ChildrenFile, type ExecutionFile, FORMAT, type RunFile } from './run-file.ts';
import type { RunModel } from './run-model.ts';
import type { RunModels } from './run-models.ts';

/** The maximum number of children that are exported with their histories. Each takes two requests, once. */
const CHILDREN = { local: 250, aws: 20 };
/** The total size of the histories in characters after which no more follow, so that the file can be imported. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/**
 * Exports a run as a file. The file lists all children and holds the histories of some, first of those that did not
 * succeed.
 */
export async function exportRun(models: RunModels, model: RunModel): Promise<RunFile> {
  let left = models.sfn.target.isLocal ? CHILDREN.local : CHILDREN.aws;
  let characters = 0;
  const children: ChildrenFile[] = [];
  for (const { mapRunArn = '' } of model.mapRuns) {
    const items = await childrenOf(models, mapRunArn);
    const executions: ExecutionFile[] = [];
    let definition: unknown = {};
    for (const { executionArn = '' } of items.toSorted((a, b) => rank(a.status) - rank(b.status))) {
      if (left === 0 || characters > MAX_CHARACTERS) break;
      const child = await models.get(executionArn);
      // All children of a Map Run have the same definition.
      if (executions.length === 0) definition = await child.definition();
      const file = executionFile(child);
      characters += JSON.stringify(file).length;
      executions.push(file);
      left -= 1;
    }
    children.push({ mapRunArn, definition, items, executions });
  }
  return { format: FORMAT, definition: await model.definition(), ...executionFile(model), children };
}

function executionFile(model: RunModel): ExecutionFile {
  return { execution: model.description, mapRuns: model.mapRuns, events: model.events };
}

function rank(status: string | undefined): number {
  return status === 'FAILED' || status === 'TIMED_OUT' ? 0 : status === 'SUCCEEDED' ? 2 : 1;
}
