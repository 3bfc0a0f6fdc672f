import type { DescribeMapRunOutput, ExecutionStatus } from '@aws-sdk/client-sfn';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import type { Io } from '../../../operate/io.ts';
import { ChildSampler } from '../../../operate/run/child-sampler.ts';
import { RunCache } from '../../../operate/run/run-cache.ts';
import type { RunScope } from '../../../operate/run/run-follower.ts';
import { RequestProblem } from '../http/request.ts';
import { type ImportedMapRun, type ImportedRun, isImportedArn } from '../run-files/run-file.ts';
import { RunModel } from './run-model.ts';

/** The number of samplers that are kept, the most recently used ones. */
const KEPT_SAMPLERS = 20;

/** A cache of executions, imported ones included. */
export class RunModels extends RunCache<RunModel> {
  readonly #mapRuns = new Map<string, ImportedMapRun>();
  readonly #samplers = new Map<string, ChildSampler<RunModel>>();

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

  /** Returns a run without waiting for its whole history: with at least one more page while it is first read. */
  async begun(arn: string): Promise<RunModel> {
    const whole = this.get(arn);
    const model = this.runs.get(arn);
    if (model?.reading !== true) return whole;
    await Promise.race([whole, Promise.all([model.nextPage, model.definition()])]);
    return model;
  }

  /** Returns the sampler of a Map Run's children, which all pages share: AWS limits requests. */
  samplerOf({ mapRunArn = '' }: DescribeMapRunOutput): ChildSampler<RunModel> {
    const sampler = this.#samplers.get(mapRunArn) ?? new ChildSampler<RunModel>(this);
    this.#samplers.delete(mapRunArn);
    this.#samplers.set(mapRunArn, sampler);
    const [oldest] = this.#samplers.keys();
    if (this.#samplers.size > KEPT_SAMPLERS && oldest !== undefined) this.#samplers.delete(oldest);
    return sampler;
  }

  /** Adds an imported run with its child executions; adds nothing if one of them is damaged. */
  async addFile({ executions, mapRuns }: ImportedRun): Promise<void> {
    const models: RunModel[] = [];
    for (const { arn, source } of executions) {
      const model = new RunModel(source, arn);
      await model.refresh(this.io.monotonic(), 0);
      // Throws if the execution is damaged.
      await model.update(undefined);
      models.push(model);
    }
    for (const model of models) this.runs.set(model.arn, model);
    for (const mapRun of mapRuns) this.#mapRuns.set(mapRun.mapRun.mapRunArn ?? '', mapRun);
  }

  /** Removes an imported run from memory. */
  removeFile({ executions, mapRuns }: ImportedRun): void {
    for (const { arn } of executions) this.runs.delete(arn);
    for (const { mapRun } of mapRuns) {
      this.#mapRuns.delete(mapRun.mapRunArn ?? '');
      this.#samplers.delete(mapRun.mapRunArn ?? '');
    }
  }

  /** Returns an imported Map Run; undefined for any other. @throws RequestProblem if its file is not open */
  importedMapRun(arn: string): ImportedMapRun | undefined {
    const found = this.#mapRuns.get(arn);
    if (found === undefined && isImportedArn(arn)) throw forgotten();
    return found;
  }

  /** True if an imported file holds the history of this execution. */
  holds(arn: string): boolean {
    return this.runs.has(arn);
  }
}

function forgotten(): RequestProblem {
  return new RequestProblem(
    404,
    'no imported file holds this execution: a file holds the histories of some child executions, until it is removed or the console ends',
  );
}
