import { knownMachines } from '../../../support/known-machines.ts';
import {
  createStepFunctionsTasks,
  createTaskInvoker,
  type ApiContext,
  type ExecutionRecord,
  type JsonValue,
  type TaskCall,
  type TaskInvoker,
} from '../../../../local/stepfunctions/index.ts';
import {
  fakeInvoker,
  Harness,
  machine,
  steadyRandom,
  TaskError,
  virtualClock,
} from '../../../../local/stepfunctions/testing.ts';
import { createJudgeFailedRun } from '../../../../tasks/judge-failed-run/judge-failed-run.ts';
import { renderRedriver } from '../../../../workflow/redrive-failed-run.ts';
import { recordedTelemetry } from '../../../tasks/support/ports.ts';
import { memoryProgress } from '../../../tasks/support/memory-progress.ts';
import { failedRunsOf } from './engine-runs.ts';
import { hosted } from './hosted.ts';
import { NO_SERVICE } from './watermark-writer.ts';

export const STARTED_AT = '2026-11-24T06:00:03.000Z';

/** A run that fails on request in its listing or in the second of three children. */
const RUN = machine(
  {
    TimeoutSeconds: 43_200,
    StartAt: 'List',
    States: {
      List: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: invoke('list'),
        Next: 'Ingest',
      },
      Ingest: {
        Type: 'Map',
        Label: 'Ingest',
        Items: [1, 2, 3],
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Fetch',
          States: {
            Fetch: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              Arguments: invoke('fetch'),
              End: true,
            },
          },
        },
        End: true,
      },
    },
  },
  'title-ingestion',
);

const REDRIVER = machine(
  JSON.parse(renderRedriver({ Partition: 'aws', JudgeFailedRunFunctionArn: 'judge' })) as object,
  'redrive-failed-run',
);

/** The states of a redriver that leaves a run alone at once. */
export const LEFT_ALONE_AT_ONCE = ['Judge failed run', 'What to do?', 'Report outcome'];

/** The states of a redriver up to its decision after the wait. */
export const SECOND_LOOK = [
  'Judge failed run',
  'What to do?',
  'Wait before redrive',
  'Judge failed run',
  'What to do?',
];

/** The states of a redriver that redrives a run. */
export const REDRIVEN = [...SECOND_LOOK, 'Redrive run', 'Report outcome'];

/** A decision of the redriver. */
export interface Decision {
  readonly executionArn: string;
  readonly outcome: 'redriven' | 'leftAlone';
  readonly because: string;
  readonly needsPerson: boolean;
  readonly redriveCount: number;
  readonly waitedSeconds: number;
}

/** The real definition of redrive-failed-run on a virtual clock, with runs that fail on request. */
export class RedriverHarness extends Harness {
  /** The errors of `List` and of the second child. Absent: they succeed. */
  errors: { list?: string; fetch?: string } = {};
  /** Runs when `List` of a run is invoked, before it fails or succeeds. */
  onList: ((call: TaskCall) => Promise<void>) | undefined;
  /** Runs right before the redriver asks for the redrive. */
  beforeRedrive: (() => Promise<void>) | undefined;
  readonly progress = memoryProgress();
  /** The log lines of judge-failed-run. */
  readonly lines: Record<string, unknown>[];

  constructor() {
    const clock = virtualClock(Date.parse(STARTED_AT));
    const context = (): ApiContext => ({
      engine: this.engine,
      stateMachines: knownMachines('title-ingestion', 'redrive-failed-run'),
    });
    const { telemetry, lines } = recordedTelemetry(clock, 'info');
    const judge = createJudgeFailedRun({
      runs: failedRunsOf(() => this.engine),
      progress: { readClaim: (feed) => this.progress.readClaim(feed) },
      telemetry,
      settings: { feed: 'new_titles', regions: ['GB'], redriveWaitSeconds: 900 },
    });
    const lambda: TaskInvoker = fakeInvoker({
      list: async (_, call) => {
        await this.onList?.(call);
        return this.#answer(this.errors.list);
      },
      fetch: (payload) => this.#answer(payload === 2 ? this.errors.fetch : undefined),
      judge: hosted(judge),
    });
    const tasks = createStepFunctionsTasks({ context, random: steadyRandom });
    const sfn: TaskInvoker = {
      refusal: (resource) => tasks.refusal(resource),
      invoke: async (call) => {
        if (call.resource.arn.endsWith(':redriveExecution')) await this.beforeRedrive?.();
        return tasks.invoke(call);
      },
    };
    super({}, { clock, invoker: createTaskInvoker({ lambda, ssm: NO_SERVICE, sfn }) });
    this.lines = lines;
  }

  /** Starts a run and gives its record at once. */
  start(input: JsonValue = {}, name = 'run'): Promise<ExecutionRecord> {
    return this.engine.startExecution({ stateMachine: RUN, input: JSON.stringify(input), name });
  }

  /** A run that has ended. */
  async ingest(input: JsonValue = {}, name = 'run'): Promise<ExecutionRecord> {
    const { executionArn } = await this.start(input, name);
    return this.engine.whenEnded(executionArn);
  }

  /** Starts the redriver as the rule does. */
  startHealing({ executionArn, name, status, redriveCount }: ExecutionRecord): Promise<ExecutionRecord> {
    const detail = { executionArn, name, status, redriveCount };
    return this.engine.startExecution({ stateMachine: REDRIVER, input: JSON.stringify(detail) });
  }

  /** The redriver's execution after its end. */
  async heal(failed: ExecutionRecord): Promise<ExecutionRecord> {
    const { executionArn } = await this.startHealing(failed);
    return this.engine.whenEnded(executionArn);
  }

  /** The states that an execution entered, those inside of Maps included. */
  async states({ executionArn }: ExecutionRecord): Promise<string[]> {
    const events = await this.events(executionArn);
    return events.flatMap(({ type, details }) =>
      type.endsWith('StateEntered') && details !== undefined && 'name' in details ? [details.name] : [],
    );
  }

  #answer(error: string | undefined): JsonValue {
    if (error !== undefined) throw new TaskError(error, `told to fail with ${error}`);
    return {};
  }
}

function invoke(name: string): object {
  return { FunctionName: name, Payload: '{% $states.input %}' };
}

/** Returns the decision of the redriver. */
export function decisionOf({ status, output, error, cause }: ExecutionRecord): Decision {
  if (output === undefined) throw new Error(`The redriver ended as ${status}: ${error ?? ''} ${cause ?? ''}`);
  return JSON.parse(output) as Decision;
}
