import { FileStore } from '../../../../../../local/stepfunctions/adapters/file-store/file-store.ts';
import { nodeHash } from '../../../../../../local/stepfunctions/adapters/hash.ts';
import { createLambdaHost } from '../../../../../../local/stepfunctions/adapters/lambda/lambda-host.ts';
import { createLambdaInvoker } from '../../../../../../local/stepfunctions/adapters/lambda/lambda-invoker.ts';
import { systemRandom } from '../../../../../../local/stepfunctions/adapters/random.ts';
import { RealClock } from '../../../../../../local/stepfunctions/adapters/real-clock.ts';
import { createEngine } from '../../../../../../local/stepfunctions/interpreter/engine.ts';
import type { Engine } from '../../../../../../local/stepfunctions/interpreter/engine-api.ts';
import type { EngineObserver } from '../../../../../../local/stepfunctions/interpreter/ports.ts';
import type { ExecutionRecord } from '../../../../../../local/stepfunctions/interpreter/records.ts';

const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };

/** The number of child executions. */
export const CHILDREN = 300;

/** An engine on a store, and the events that its function has processed. */
export interface FanOut {
  readonly engine: Engine;
  readonly store: FileStore;
  readonly worked: number[];
}

interface FanOutOptions {
  readonly observer?: EngineObserver;
  /** Returns true if the function fails for this event. */
  readonly fails?: (event: number) => boolean;
}

/** An engine on the store in `folder`. Its function `work` returns ten times its event. */
export function openFanOut(
  folder: string,
  { observer = {}, fails = () => false }: FanOutOptions = {},
): FanOut {
  const clock = new RealClock();
  const random = systemRandom;
  const worked: number[] = [];
  const work = async (event: unknown): Promise<number> => {
    await clock.yieldTurn();
    if (fails(Number(event))) throw new Error('This event fails');
    worked.push(Number(event));
    return Number(event) * 10;
  };
  const host = createLambdaHost({ functions: { work: { handler: work } }, clock, random, ...ACCOUNT });
  const store = new FileStore(folder, { clock, warn: () => undefined });
  const invoker = createLambdaInvoker(host, clock);
  const engine = createEngine({ clock, random, hash: nodeHash, store, invoker, observer, ...ACCOUNT });
  return { engine, store, worked };
}

export function startFanOut(engine: Engine, children = CHILDREN): Promise<ExecutionRecord> {
  const work = { Type: 'Task', Resource: 'arn:aws:lambda:eu-west-2:000000000000:function:work', End: true };
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'FanOut',
    States: {
      FanOut: {
        Type: 'Map',
        Label: 'FanOut',
        Items: `{% [1..${children}] %}`,
        MaxConcurrency: 5,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Work',
          States: { Work: work },
        },
        End: true,
      },
    },
  };
  return engine.startExecution({
    name: 'fan-out',
    stateMachine: {
      snapshotId: 'fan-out',
      stateMachineArn: 'arn:aws:states:eu-west-2:000000000000:stateMachine:m',
      name: 'm',
      roleArn: 'arn:aws:iam::000000000000:role/m',
      definition: JSON.stringify(definition),
      updateDate: 0,
    },
  });
}
