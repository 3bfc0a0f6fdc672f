import { knownMachines } from '../../support/known-machines.ts';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ProgressItem, StreamEvent } from '../../../events/types.ts';
import {
  createDynamodbTasks,
  createStepFunctionsTasks,
  createTaskInvoker,
  type ExecutionRecord,
  type JsonValue,
  type StateMachineSnapshot,
} from '../../../local/stepfunctions/index.ts';
import {
  fakeInvoker,
  Harness,
  machine,
  steadyRandom,
  virtualClock,
} from '../../../local/stepfunctions/testing.ts';
import { ensureTable } from '../../../local/dynamodb/ensure-table.ts';
import { createProgressTable } from '../../../tasks/shared/progress/dynamodb-progress.ts';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';
import { fillPlaceholders, placeholdersOf } from '../../../workflow/substitutions.ts';
import { functionArns, type StateTaskName } from '../../../workflow/tasks.ts';
import { createInProcessDynamodb } from '../../support/in-process-dynamodb.ts';
import { NO_SERVICE } from '../../workflow/scenarios/support/watermark-writer.ts';
import { executionsOf, failedRunsOf } from '../../workflow/scenarios/support/engine-runs.ts';
import { hosted } from '../../workflow/scenarios/support/hosted.ts';
import { functionsToday } from './functions-today.ts';
import { ScriptedWatchmode } from './scripted-watchmode.ts';

/** Start of every harness. */
export const BEGIN = Date.UTC(2026, 10, 24, 6, 0, 0);

/** The definitions of a release as texts, with their `${...}` placeholders. */
export interface Definitions {
  readonly 'title-ingestion': string;
  readonly 'redrive-failed-run': string;
}

/** A successful call of a function. */
export interface Call {
  readonly name: StateTaskName;
  readonly input: JsonValue;
  readonly output: JsonValue;
}

const PROGRESS_TABLE = 'TvGuideProgress';

const arnOf = (name: StateTaskName) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;

/** The values of a deployment for the placeholders. */
const SUBSTITUTIONS: Readonly<Record<string, string>> = {
  Partition: 'aws',
  ProgressTable: PROGRESS_TABLE,
  ...functionArns('title-ingestion', arnOf),
  ...functionArns('redrive-failed-run', arnOf),
  BatchesAtOnce: '1',
};

/** The state machines of a release with the current functions and progress table, on a virtual clock. */
export class ReleaseHarness extends Harness {
  readonly watchmode: ScriptedWatchmode;
  readonly progress: ProgressTable;
  /** The events on the stream, in the order of the writes. */
  readonly stream: { readonly events: StreamEvent[]; isDown: boolean };
  /** All successful calls of functions. */
  readonly calls: Call[];
  /** Every execution of a state machine, in the order of the starts. */
  readonly started: string[] = [];
  readonly #ready: () => Promise<void>;
  readonly #machines: Readonly<Record<keyof Definitions, StateMachineSnapshot>>;

  constructor(definitions: Definitions) {
    const clock = virtualClock(BEGIN);
    const client = createInProcessDynamodb() as DynamoDBClient;
    const progress = createProgressTable(client, PROGRESS_TABLE);
    const watchmode = new ScriptedWatchmode(clock);
    const stream = { events: [] as StreamEvent[], isDown: false };
    const calls: Call[] = [];
    const tasks = functionsToday({
      ...{ clock, progress, watchmode, stream },
      executions: executionsOf(() => this.engine),
      runs: failedRunsOf(() => this.engine),
    });
    const functions = Object.entries(tasks).map(([name, task]) => {
      const run = hosted(task);
      return [
        name,
        async (...[input, call]: Parameters<typeof run>) => {
          const output = await run(input, call);
          calls.push(structuredClone({ name: name as StateTaskName, input, output }));
          return output;
        },
      ] as const;
    });
    const context = () => ({
      engine: this.engine,
      stateMachines: knownMachines('title-ingestion', 'redrive-failed-run'),
    });
    const invoker = createTaskInvoker({
      lambda: fakeInvoker(Object.fromEntries(functions)),
      ssm: NO_SERVICE,
      dynamodb: createDynamodbTasks({ client, clock }),
      sfn: createStepFunctionsTasks({ context, random: steadyRandom }),
    });
    super({}, { clock, invoker });
    this.watchmode = watchmode;
    this.progress = progress;
    this.stream = stream;
    this.calls = calls;
    this.#ready = () => ensureTable({ client, tableName: PROGRESS_TABLE, clock });
    this.#machines = {
      'title-ingestion': rendered('title-ingestion', definitions),
      'redrive-failed-run': rendered('redrive-failed-run', definitions),
    };
  }

  /** Starts an execution without waiting for its end. */
  async start(name: keyof Definitions, execution: string, input: JsonValue): Promise<string> {
    await this.#ready();
    const { executionArn } = await this.engine.startExecution({
      stateMachine: this.#machines[name],
      name: execution,
      input: JSON.stringify(input),
    });
    this.started.push(executionArn);
    return executionArn;
  }

  /** An execution of title-ingestion after its end. */
  async ingest(execution: string, input: JsonValue): Promise<ExecutionRecord> {
    return this.engine.whenEnded(await this.start('title-ingestion', execution, input));
  }

  /** Starts redrive-failed-run for a failed run, as the rule does, and waits for its end. */
  async heal(failed: ExecutionRecord): Promise<ExecutionRecord> {
    const { executionArn, name, status, redriveCount } = failed;
    const detail = { executionArn, name, status, redriveCount };
    const healing = await this.start('redrive-failed-run', `redrives-${name}-${redriveCount}`, detail);
    return this.engine.whenEnded(healing);
  }

  /** Puts an item into the progress table, as an earlier run has. */
  async put(item: ProgressItem): Promise<void> {
    await this.#ready();
    await this.progress.put(item, null);
  }

  /** The current records of all executions. */
  executions(): Promise<ExecutionRecord[]> {
    return Promise.all(this.started.map(async (arn) => (await this.engine.describeExecution(arn)).record));
  }

  /** The items of the feed new_titles in the progress table. */
  async items(): Promise<ProgressItem[]> {
    const { progress } = this;
    const [watermark, claim, deferred] = await Promise.all([
      progress.readWatermark('new_titles'),
      progress.readClaim('new_titles'),
      progress.listDeferred('new_titles'),
    ]);
    return [watermark, claim, ...deferred].filter((item) => item !== null);
  }

  /** Waits until a time in hours after {@link BEGIN}. */
  async reach(hours: number): Promise<void> {
    await this.clock.sleep(BEGIN + hours * 3_600_000 - this.clock.now());
  }
}

/** A placeholder without a current value is a function or a resource that old executions still call. */
function rendered(name: keyof Definitions, definitions: Definitions): StateMachineSnapshot {
  const text = definitions[name];
  const used = placeholdersOf(text).filter((placeholder) => placeholder in SUBSTITUTIONS);
  const values = Object.fromEntries(used.map((placeholder) => [placeholder, SUBSTITUTIONS[placeholder]!]));
  return machine(JSON.parse(fillPlaceholders(text, values, name)) as object, name);
}
