import { FEEDS } from '../../../events/feeds.ts';
import { ParameterStore, type StoredParameters } from '../../../local/adapters/parameter-store.ts';
import { createStepFunctionsTasks } from '../../../local/adapters/step-functions-tasks.ts';
import { createTaskInvoker } from '../../../local/adapters/task-invoker.ts';
import type { ApiContext } from '../../../local/api/operations/operation.ts';
import type { JsonValue } from '../../../local/interpreter/json.ts';
import type { TaskCall, TaskInvoker } from '../../../local/interpreter/ports.ts';
import type { ExecutionRecord } from '../../../local/interpreter/records.ts';
import { permanentErrorsExpression, renderRedriver } from '../../../workflow/redrive-failed-run.ts';
import { jsonataList } from '../../../workflow/substitutions.ts';
import {
  fakeInvoker,
  Harness,
  machine,
  steadyRandom,
  TaskError,
  virtualClock,
} from '../../local/interpreter/support/harness.ts';
import { knownMachines } from '../../local/interpreter/support/known-machines.ts';

export const STARTED_AT = '2026-11-24T06:00:03.000Z';
const PATH = '/tv-guide/watermarks';

/** A run that fails where it is told to: in its listing, or in the second of three children. */
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
  JSON.parse(
    renderRedriver({
      Partition: 'aws',
      RedriveWaitSeconds: '900',
      Feeds: jsonataList(FEEDS),
      DefaultFeed: 'new_titles',
      WatermarkPath: PATH,
      PermanentErrors: permanentErrorsExpression,
    }),
  ) as object,
  'redrive-failed-run',
);

/** States up to the second look, of a run whose own error says why it failed. */
export const SECOND_LOOK = [
  'Note failure',
  'Look at run',
  'Can redrive help?',
  'Has it waited?',
  'Wait before redrive',
  'Look at run',
  'Can redrive help?',
  'Has it waited?',
  'Could another run do its work?',
];
/** States up to the redrive itself. */
export const TO_THE_END = [
  ...SECOND_LOOK,
  'Read watermark',
  'Was it overtaken?',
  'Find running runs',
  'Look for same work',
  'Is another run at it?',
];

/** What a decision of the redriver says. */
export interface Decision {
  readonly executionArn: string;
  readonly outcome: 'redriven' | 'leftAlone';
  readonly because: string;
  readonly redriveCount: number;
  readonly waitedSeconds: number;
}

/** The real definition of redrive-failed-run, with runs that fail as a test wants, on a virtual clock. */
export class HealStage extends Harness {
  /** The errors that `List` and the second child end with. Absent: they succeed. */
  errors: { list?: string; fetch?: string } = {};
  /** Runs when `List` of a run is invoked, before it fails or succeeds. */
  onList: ((call: TaskCall) => Promise<void>) | undefined;
  /** Runs right before the redriver asks for the redrive. */
  beforeRedrive: (() => Promise<void>) | undefined;
  readonly #parameters: { stored: StoredParameters };

  constructor() {
    const clock = virtualClock(Date.parse(STARTED_AT));
    const parameters: { stored: StoredParameters } = { stored: {} };
    const ssm = new ParameterStore({
      repository: {
        read: () => Promise.resolve(parameters.stored),
        write: () => Promise.reject(new Error('The redriver only reads')),
      },
      clock,
      random: steadyRandom,
      region: 'eu-west-2',
      accountId: '000000000000',
    });
    const context = (): ApiContext => ({
      engine: this.engine,
      stateMachines: knownMachines('title-ingestion', 'redrive-failed-run'),
    });
    const lambda: TaskInvoker = fakeInvoker({
      list: async (_, call) => {
        await this.onList?.(call);
        return this.#answer(this.errors.list);
      },
      fetch: (payload) => this.#answer(payload === 2 ? this.errors.fetch : undefined),
    });
    const tasks = createStepFunctionsTasks({ context, random: steadyRandom });
    const sfn: TaskInvoker = {
      refusal: (resource) => tasks.refusal(resource),
      invoke: async (call) => {
        if (call.resource.arn.endsWith(':redriveExecution')) await this.beforeRedrive?.();
        return tasks.invoke(call);
      },
    };
    super({}, { clock, invoker: createTaskInvoker({ lambda, ssm, sfn }) });
    this.#parameters = parameters;
  }

  set watermark(value: { readonly feed: string; readonly at: string | null }) {
    const name = `${PATH}/${value.feed}`;
    this.#parameters.stored = {
      [name]: {
        name,
        type: 'String',
        value: JSON.stringify({ watermark: value.at, deferred: [] }),
        version: 1,
        lastModifiedDate: 0,
      },
    };
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

/** What the redriver decided. */
export function decisionOf({ status, output, error, cause }: ExecutionRecord): Decision {
  if (output === undefined) throw new Error(`The redriver ended as ${status}: ${error ?? ''} ${cause ?? ''}`);
  return JSON.parse(output) as Decision;
}
