import type { StepFunctions } from '../../operate/aws/step-functions.ts';
import type { Io } from '../../operate/io.ts';
import type { Ages } from './ages.ts';
import { RequestProblem } from './problem.ts';
import { type ImportedMapRun, type ImportedRun, isImportedArn } from './run-file.ts';
import { RunModel, type RunScope } from './run-model.ts';
import { ExecutionSource } from './run-source.ts';

/** How many histories are kept in memory; the one that was not looked at for longest goes first. */
const KEPT = 400;
/** How many events are kept of all of them together. */
const KEPT_EVENTS = 400_000;

/** Executions that were looked at, each read once. */
export class RunModels {
  readonly #models = new Map<string, RunModel>();
  readonly #mapRuns = new Map<string, ImportedMapRun>();

  constructor(
    readonly sfn: StepFunctions,
    readonly ages: Ages,
    readonly io: Pick<Io, 'monotonic'>,
  ) {}

  /** A run as it is now, or was a moment ago. */
  async get(arn: string, scope: RunScope = 'all'): Promise<RunModel> {
    if (isImportedArn(arn) && !this.#models.has(arn)) throw forgotten();
    const model = this.#models.get(arn) ?? new RunModel(new ExecutionSource(this.sfn, arn), arn);
    // The one that was asked for last stands last.
    this.#models.delete(arn);
    this.#models.set(arn, model);
    const isKnown = model.description.status !== undefined;
    await model
      .refresh(this.io.monotonic(), isKnown && !model.running ? this.ages.ended : this.ages.run, scope)
      .catch((error: unknown) => {
        // What was read of it until then is kept: the next look goes on.
        if (model.description.status === undefined) this.#models.delete(arn);
        throw error;
      });
    this.#forget(arn);
    return model;
  }

  /** A run as far as it is read: while its history is read for the first time, with a page more than before. */
  async begun(arn: string): Promise<RunModel> {
    const whole = this.get(arn);
    const model = this.#models.get(arn);
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
    for (const model of models) this.#models.set(model.arn, model);
    for (const mapRun of mapRuns) this.#mapRuns.set(mapRun.mapRun.mapRunArn ?? '', mapRun);
  }

  /** A Map Run that came with a file; undefined for one of Step Functions. @throws RequestProblem for a forgotten one */
  importedMapRun(arn: string): ImportedMapRun | undefined {
    const found = this.#mapRuns.get(arn);
    if (found === undefined && isImportedArn(arn)) throw forgotten();
    return found;
  }

  /** Whether a file holds the history of a child. */
  holds(arn: string): boolean {
    return this.#models.has(arn);
  }

  /** Asks for a run anew at the next look: something was done to it. */
  wake(arn: string): void {
    this.#models.get(arn)?.expire();
  }

  #forget(current: string): void {
    let events = [...this.#models.values()].reduce((sum, model) => sum + model.events.length, 0);
    for (const [arn, model] of this.#models) {
      if (this.#models.size <= KEPT && events <= KEPT_EVENTS) return;
      // A file cannot be read again.
      if (arn === current || model.source.imported) continue;
      events -= model.events.length;
      this.#models.delete(arn);
    }
  }
}

function forgotten(): RequestProblem {
  return new RequestProblem(
    404,
    'no file that is open holds it: a file has the histories of some children alone, and is open until the console ends',
  );
}
