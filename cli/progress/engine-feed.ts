import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import {
  toWireEvent,
  type EngineObserver,
  type ExecutionRecord,
  type HistoryEvent as EngineEvent,
  type MapRunRecord,
} from '../../local/stepfunctions/index.ts';
import type { StepFunctions } from '../../operate/aws/step-functions.ts';
import type { Io } from '../../operate/io.ts';
import { StateVisits } from '../../operate/run/state-visits.ts';
import { countTitles, type TitleCounts } from './map-run-counts.ts';
import type { Progress, ProgressFeed } from './progress.ts';
import { RetryCounter } from './retry-counter.ts';

/** How often the progress is given, in milliseconds. */
const LOOK_MS = 100;

/** Which execution to follow. */
export interface Followed {
  readonly sfn: StepFunctions;
  readonly executionArn: string;
  /** The history that it has so far, when it is redriven. */
  readonly history: readonly HistoryEvent[];
}

/**
 * Follows one execution that runs in this process, and the children of its Map Runs, through what the engine reports:
 * without a request, without delay, and with every child's retries.
 */
export class EngineFeed implements ProgressFeed {
  readonly #visits = new StateVisits();
  readonly #retries = { own: new RetryCounter(), children: new RetryCounter() };
  #followed: Followed | undefined;
  #titles: TitleCounts | undefined;
  #startedAt: number | undefined;
  #ended = false;
  #endedAt: number | undefined;
  #asked = false;
  #defect: { readonly cause: unknown } | undefined;
  #wake: () => void = () => undefined;

  /** To be given to the engine. */
  readonly observer: EngineObserver = {
    onEvent: (executionArn, event) => this.#onEvent(executionArn, event),
    onExecution: (record) => this.#onExecution(record),
    onMapRun: (record) => this.#onMapRun(record),
    onDefect: (_executionArn, cause) => {
      this.#defect = { cause };
      this.#wake();
    },
  };

  constructor(readonly io: Pick<Io, 'every'>) {}

  /** To be called before the execution is started or redriven. */
  follow(followed: Followed): void {
    this.#followed = followed;
    for (const event of followed.history) this.#visits.add(event);
  }

  /** Gives the progress ten times a second, and at once when the execution ends. @throws what the engine failed with */
  async next(): Promise<Progress> {
    if (this.#asked && !this.#ended && this.#defect === undefined) {
      await this.#somethingNew();
    }
    this.#asked = true;
    if (this.#defect !== undefined) throw this.#defect.cause;
    return {
      visits: this.#visits.visits,
      ended: this.#ended,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      titles: this.#titles,
      retries: { own: this.#retries.own.counts, children: this.#retries.children.counts },
      childrenLookedInto: undefined,
    };
  }

  #somethingNew(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        stop();
        resolve();
      };
      const stop = this.io.every(LOOK_MS, () => this.#wake());
    });
  }

  async describe(): Promise<DescribeExecutionOutput> {
    if (this.#followed === undefined) throw new Error('follow() names the execution first');
    const { sfn, executionArn } = this.#followed;
    return sfn.client.send(new DescribeExecutionCommand({ executionArn }));
  }

  #onEvent(executionArn: string, event: EngineEvent): void {
    const { id, previousEventId, type, timestamp, details } = event;
    const error = details !== undefined && 'error' in details ? details.error : undefined;
    const isOwn = executionArn === this.#followed?.executionArn;
    this.#retries[isOwn ? 'own' : 'children'].add(executionArn, { id, previousEventId, type, error });
    if (!isOwn) return;
    if (type === 'ExecutionStarted' || type === 'ExecutionRedriven') this.#startedAt = timestamp;
    this.#visits.add({ ...toWireEvent(event), timestamp: new Date(timestamp) });
  }

  #onExecution({ executionArn, status, stopDate }: ExecutionRecord): void {
    if (executionArn !== this.#followed?.executionArn || status === 'RUNNING') return;
    this.#ended = true;
    this.#endedAt = stopDate;
    this.#wake();
  }

  #onMapRun(record: MapRunRecord): void {
    if (record.executionArn === this.#followed?.executionArn) this.#titles = countTitles(record);
  }
}
