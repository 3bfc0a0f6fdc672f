import { childrenOf } from './map-run-model.ts';
import { type ChildrenFile, type ExecutionFile, FORMAT, type RunFile } from './run-file.ts';
import type { RunModel } from './run-model.ts';
import type { ConsoleContext } from './context.ts';

/** How many children are exported with their histories: each takes two requests, once. */
const CHILDREN = { local: 250, aws: 20 };
/** No more children follow when their histories are that long together, in characters: a file must open again. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/**
 * Puts a run into a file, with the histories of its children: of those that did not succeed first. The others are
 * listed in it.
 */
export async function exportRun(context: ConsoleContext, model: RunModel): Promise<RunFile> {
  let left = context.sfn.target.isLocal ? CHILDREN.local : CHILDREN.aws;
  let characters = 0;
  const children: ChildrenFile[] = [];
  for (const { mapRunArn = '' } of model.mapRuns) {
    const items = await childrenOf(context, mapRunArn);
    const executions: ExecutionFile[] = [];
    let definition: unknown = {};
    for (const { executionArn = '' } of items.toSorted((a, b) => rank(a.status) - rank(b.status))) {
      if (left === 0 || characters > MAX_CHARACTERS) break;
      const child = await context.models.get(executionArn);
      // All children of a Map Run have one definition.
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
