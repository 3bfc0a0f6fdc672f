import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import type { Io } from '../../../operate/io.ts';
import { RunCache } from '../../../operate/run/run-cache.ts';
import type { RunScope } from '../../../operate/run/run-follower.ts';
import { RequestProblem } from '../http/request.ts';
import { type ImportedMapRun, type ImportedRun, isImportedArn } from './run-file.ts';
import { RunModel } from './run-model.ts';

/** Executions that were looked at, with those of files. */
export class RunModels extends RunCache<RunModel> {
  readonly #mapRuns = new Map<string, ImportedMapRun>();

  constructor(sfn: StepFunctions, io: Pick<Io, 'monotonic'>) {
    super(sfn, io, (source, arn) => new RunModel(source, arn));
  }

  override async get(arn: string, scope: RunScope = 'all'): Promise<RunModel> {
    if (isImportedArn(arn) && !this.runs.has(arn)) throw forgotten();
    return super.get(arn, scope);
  }

  override async childrenOf(mapRunArn: string, status: ExecutionStatus, most: number): Promise<string[]> {
    const imported = this.importedMapRun(mapRunArn);
    if (imported === undefined) return super.childrenOf(mapRunArn, status, most);
    const arns = imported.items
      .filter((item) => item.status === status)
      .map((item) => item.executionArn ?? '');
    return arns.filter((arn) => this.holds(arn)).slice(0, most);
  }

  /** A run as far as it is read: while its history is read for the first time, with a page more than before. */
  async begun(arn: string): Promise<RunModel> {
    const whole = this.get(arn);
    const model = this.runs.get(arn);
    if (model?.reading !== true) return whole;
    await Promise.race([whole, Promise.all([model.nextPage, model.definition()])]);
    return model;
  }

  /** Takes in a run that was opened from a file, with its children, as a whole or not at all. */
  async addFile({ executions, mapRuns }: ImportedRun): Promise<void> {
    const models: RunModel[] = [];
    for (const { arn, source } of executions) {
      const model = new RunModel(source, arn);
      await model.refresh(this.io.monotonic(), 0);
      // What a page would stumble over is told now.
      await model.update(undefined);
      models.push(model);
    }
    for (const model of models) this.runs.set(model.arn, model);
    for (const mapRun of mapRuns) this.#mapRuns.set(mapRun.mapRun.mapRunArn ?? '', mapRun);
  }

  /** A Map Run that came with a file; undefined for one of Step Functions. @throws RequestProblem for a forgotten one */
  importedMapRun(arn: string): ImportedMapRun | undefined {
    const found = this.#mapRuns.get(arn);
    if (found === undefined && isImportedArn(arn)) throw forgotten();
    return found;
  }

  /** True if a file holds the history of a child. */
  holds(arn: string): boolean {
    return this.runs.has(arn);
  }
}

function forgotten(): RequestProblem {
  return new RequestProblem(
    404,
    'no file that is open holds it: a file has the histories of some children alone, and is open until the console ends',
  );
}
