import { beforeEachCall } from '../../../tasks/support/before-each-call.ts';
import type { ExecutionInput, ProgressItem } from '../../../../events/types.ts';
import type { ExecutionRecord, TaskCall, TaskOutcome } from '../../../../local/stepfunctions/index.ts';
import { FeedHarness } from './feed-harness.ts';
import { waitingTitle, watermarkAt } from './items.ts';

const OPEN_WINDOW = [1, 3];
/** Titles of the open window, waiting titles, and a new one. */
const CLOSED_WINDOW = [3, 50, 51, 500];
/** Titles whose responses break the schema: one of the open window, one waiting, one of the closed window. */
const BROKEN = [3, 51, 500];
const ITEMS: readonly ProgressItem[] = [
  watermarkAt('2026-11-23T06:00:00Z'),
  waitingTitle(50),
  waitingTitle(51),
  waitingTitle(60, { status: 'rejected', runs: 7, expiresAt: 1_803_000_000 }),
];

/** The names of the two runs. */
export type RunName = 'a' | 'b';

/** Stops a run before one of its calls to the progress table, until it is released. */
class Gate {
  calls = 0;
  /** Resolves when the run has been stopped. */
  readonly reached: Promise<void>;
  readonly #stopBefore: number;
  readonly #opened: Promise<void>;
  #reach: () => void = () => undefined;
  #open: () => void = () => undefined;

  /** @param stopBefore - the number of the call, from 1; 0: it is not stopped */
  constructor(stopBefore: number) {
    this.#stopBefore = stopBefore;
    this.reached = new Promise((resolve) => (this.#reach = resolve));
    this.#opened = new Promise((resolve) => (this.#open = resolve));
  }

  async pass(): Promise<void> {
    this.calls += 1;
    if (this.calls !== this.#stopBefore) return;
    this.#reach();
    await this.#opened;
  }

  open(): void {
    this.#open();
  }
}

/** A run that can be stopped. */
export interface StoppableRun {
  readonly executionArn: string;
  readonly gate: Gate;
  readonly ended: Promise<ExecutionRecord>;
  /** Resolves when the run has ended or waits for the other run. */
  readonly isIdle: Promise<unknown>;
}

/** Two runs of one feed. Each can be stopped before any of its calls to the progress table. */
export class Meeting {
  readonly harness: FeedHarness;
  /** The watermarks before each call and at the end. */
  readonly watermarks: (string | null)[] = [];
  /** A state of run `a` that fails. */
  brokenState: string | undefined;
  readonly #gates = new Map<RunName, Gate>();
  readonly #waits = new Map<RunName, () => void>();

  constructor() {
    this.harness = new FeedHarness({
      items: ITEMS,
      listed: ({ startDate }) => (startDate.startsWith('202610') ? CLOSED_WINDOW : OPEN_WINDOW),
      isBroken: (titleId) => BROKEN.includes(titleId),
      fetchMs: 1_000,
      tableOf: (executionArn, own) => beforeEachCall(own, () => this.#pass(nameOf(executionArn))),
      around: (call, carryOut) => this.#carryOut(call, carryOut),
    });
  }

  async start(name: RunName, input: ExecutionInput, stopBefore = 0): Promise<StoppableRun> {
    return this.#stoppable(name, stopBefore, async () => {
      const { executionArn } = await this.harness.start(name, input);
      return executionArn;
    });
  }

  async redrive(name: RunName, executionArn: string, stopBefore = 0): Promise<StoppableRun> {
    return this.#stoppable(name, stopBefore, async () => {
      await this.harness.engine.redriveExecution({ executionArn });
      return executionArn;
    });
  }

  async #stoppable(name: RunName, stopBefore: number, begin: () => Promise<string>): Promise<StoppableRun> {
    const gate = new Gate(stopBefore);
    this.#gates.set(name, gate);
    const waits = new Promise<void>((resolve) => this.#waits.set(name, resolve));
    const executionArn = await begin();
    const ended = this.harness.engine.whenEnded(executionArn);
    return { executionArn, gate, ended, isIdle: Promise.race([ended, waits]) };
  }

  async #pass(name: RunName): Promise<void> {
    this.watermarks.push(this.harness.watermark);
    await this.#gates.get(name)?.pass();
  }

  async #carryOut(call: TaskCall, carryOut: () => Promise<TaskOutcome>): Promise<TaskOutcome> {
    const name = nameOf(batchOf(call)?.executionArn ?? call.executionArn);
    if (call.stateName === 'Advance watermark') await this.#pass(name);
    // The function has finished, but its answer is lost.
    const outcome = await carryOut();
    if (name === 'a' && call.stateName === this.brokenState) {
      return { status: 'FAILED', error: 'ConfigurationError', cause: 'told to fail' };
    }
    if (call.stateName === 'List new titles' && isWaiting(outcome)) this.#waits.get(name)?.();
    return outcome;
  }
}

function nameOf(executionArn: string): RunName {
  return executionArn.split(':').at(-1) as RunName;
}

/** The run in the input of publish-titles; undefined for any other task. */
function batchOf({ arguments: text }: TaskCall): { readonly executionArn: string } | undefined {
  return (JSON.parse(text) as { Payload?: { batch?: { executionArn: string } } }).Payload?.batch;
}

function isWaiting(outcome: TaskOutcome): boolean {
  if (outcome.status === 'FAILED') return false;
  const { Payload } = JSON.parse(outcome.output) as { Payload: { run: { waitsFor: string | null } } };
  return Payload.run.waitsFor !== null;
}
