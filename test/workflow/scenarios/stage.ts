import type { BatchResult, ExecutionInput, PublishTitlesInput, RunSummary } from '../../../events/types.ts';
import { ParameterStore, type StoredParameters } from '../../../local/adapters/parameter-store.ts';
import { createTaskInvoker } from '../../../local/adapters/task-invoker.ts';
import type { ExecutionRecord } from '../../../local/interpreter/records.ts';
import type { JsonValue } from '../../../local/interpreter/json.ts';
import { renderDefinition } from '../../../workflow/substitutions.ts';
import {
  fakeInvoker,
  Harness,
  steadyRandom,
  TaskError,
  virtualClock,
  type FakeFunction,
} from '../../local/interpreter/support/harness.ts';

const PARAMETER = '/tv-guide/watermarks';
const WINDOW = { start: '2026-11-23T06:00:00Z', end: '2026-11-24T06:00:00Z' };

/** What the stage's functions do. What is absent does the usual. */
export interface Cast {
  /** How many titles are new. Default 3. */
  readonly titles?: number;
  readonly list?: FakeFunction;
  readonly fetch?: FakeFunction;
  readonly publish?: FakeFunction;
  /** Members of the listing's `run` that differ. */
  readonly run?: Readonly<Record<string, JsonValue>>;
  /** The watermark parameter's text before the run. Default: there is no parameter. */
  readonly watermarks?: string;
}

/** Throws what a task throws, as Lambda reports it. */
export function fail(name: string, message: string): never {
  throw new TaskError(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }));
}

/** The real definition with the real Parameter Store, on a virtual clock, and with functions of the test's choice. */
export class Stage extends Harness {
  readonly parameters: { stored: StoredParameters | undefined };

  constructor(cast: Cast = {}) {
    const clock = virtualClock(Date.UTC(2026, 10, 24, 6, 0, 3));
    const parameters: { stored: StoredParameters | undefined } = {
      stored:
        cast.watermarks === undefined
          ? undefined
          : {
              [PARAMETER]: {
                name: PARAMETER,
                type: 'String',
                value: cast.watermarks,
                version: 1,
                lastModifiedDate: 0,
              },
            },
    };
    const ssm = new ParameterStore({
      repository: {
        read: () => Promise.resolve(parameters.stored),
        write: (stored) => {
          parameters.stored = stored;
          return Promise.resolve();
        },
      },
      clock,
      random: steadyRandom,
      region: 'eu-west-2',
      accountId: '000000000000',
    });
    super({}, { clock, invoker: createTaskInvoker({ lambda: fakeInvoker(functionsOf(cast)), ssm }) });
    this.parameters = parameters;
  }

  /** The watermark parameter's value. */
  get watermarks(): unknown {
    const text = this.parameters.stored?.[PARAMETER]?.value;
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }

  /** Runs the workflow. */
  ingest(input: ExecutionInput = {}): Promise<ExecutionRecord> {
    return this.run(definition, input as JsonValue);
  }

  /** The execution's history as pairs of type and state name, which is what a golden history lists. */
  async story(executionArn: string): Promise<string[]> {
    const events = await this.events(executionArn);
    return events.map(({ type, details }) =>
      details !== undefined && 'name' in details ? `${type} ${details.name}` : type,
    );
  }

  /** The child executions of the only Map Run, in the order of their batches. */
  async children(executionArn: string): Promise<ExecutionRecord[]> {
    const { items } = await this.engine.listMapRuns(executionArn, 10);
    const mapRunArn = items[0]?.mapRunArn;
    if (mapRunArn === undefined) return [];
    const page = await this.engine.listExecutions({ mapRunArn, limit: 1000 });
    return page.items
      .map(({ record }) => record)
      .sort((a, b) => (a.child?.childIndex ?? 0) - (b.child?.childIndex ?? 0));
  }
}

const definition = JSON.parse(
  renderDefinition({
    WatermarkParameterName: PARAMETER,
    ListNewTitlesFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:list',
    FetchTitleDetailsFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:fetch',
    PublishTitlesFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:publish',
    // One after the other, so that histories have one order.
    BatchesAtOnce: '1',
    TitlesAtOnce: '1',
  }),
) as object;

function functionsOf({ titles = 3, list, fetch, publish, run }: Cast): Record<string, FakeFunction> {
  return {
    list:
      list ??
      (() => ({
        titleIds: Array.from({ length: titles }, (_, index) => index + 1),
        run: {
          feed: 'new_titles',
          window: WINDOW,
          regions: ['GB'],
          dryRun: false,
          discovered: titles,
          advancesWatermark: true,
          creditsUsed: 1,
          batchResultBytes: 4096,
          ...run,
        },
      })),
    fetch:
      fetch ??
      ((payload) => ({ titleId: (payload as { titleId: number }).titleId, outcome: 'fetched', record: {} })),
    publish:
      publish ?? ((payload) => publishAll(payload as unknown as PublishTitlesInput) as unknown as JsonValue),
  };
}

/** Counts a batch as publish-titles does. */
export function publishAll({ outcomes }: PublishTitlesInput): BatchResult {
  const setAside = outcomes.filter((outcome) => outcome.outcome !== 'fetched');
  return {
    published: outcomes.length - setAside.length,
    skipped: setAside.filter(({ outcome }) => outcome === 'skipped').length,
    rejected: setAside.filter(({ outcome }) => outcome === 'rejected').length,
    setAside,
  };
}

/** The output of an execution that succeeded. */
export function summaryOf({ output }: ExecutionRecord): RunSummary {
  return JSON.parse(output ?? 'null') as RunSummary;
}
