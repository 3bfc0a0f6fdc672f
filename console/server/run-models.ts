import type { StepFunctions } from '../../cli/aws/step-functions.ts';
import type { Io } from '../../cli/io.ts';
import { RunModel } from './run-model.ts';
import { ExecutionSource, type RunSource } from './run-source.ts';
import type { Ages } from './world.ts';

/** How many histories are kept in memory; the one that was not looked at for longest goes first. */
const KEPT = 400;
/** How many events are kept of all of them together. */
const KEPT_EVENTS = 400_000;

/** Executions that were looked at, each read once. */
export class RunModels {
  readonly #models = new Map<string, RunModel>();

  constructor(
    readonly sfn: StepFunctions,
    readonly ages: Ages,
    readonly io: Pick<Io, 'monotonic'>,
  ) {}

  /** A run as it is now, or was a moment ago. */
  async get(arn: string): Promise<RunModel> {
    const model = this.#models.get(arn) ?? new RunModel(new ExecutionSource(this.sfn, arn), arn);
    // The one that was asked for last stands last.
    this.#models.delete(arn);
    this.#models.set(arn, model);
    const isKnown = model.description.status !== undefined;
    await model
      .refresh(this.io.monotonic(), isKnown && !model.running ? this.ages.ended : this.ages.run)
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

  /** Takes in a run that was opened from a file. */
  async add(source: RunSource, arn: string): Promise<RunModel> {
    const model = new RunModel(source, arn);
    await model.refresh(this.io.monotonic(), 0);
    this.#models.set(arn, model);
    return model;
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
