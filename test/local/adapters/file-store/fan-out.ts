import { FileStore } from '../../../../local/adapters/file-store/file-store.ts';
import { nodeHash } from '../../../../local/adapters/hash.ts';
import { createLambdaHost } from '../../../../local/adapters/lambda/lambda-host.ts';
import { createLambdaInvoker } from '../../../../local/adapters/lambda/lambda-invoker.ts';
import { systemRandom } from '../../../../local/adapters/random.ts';
import { RealClock } from '../../../../local/adapters/real-clock.ts';
import { createEngine } from '../../../../local/interpreter/engine.ts';
import type { Engine } from '../../../../local/interpreter/engine-api.ts';
import type { EngineObserver } from '../../../../local/interpreter/ports.ts';
import type { ExecutionRecord } from '../../../../local/interpreter/records.ts';

const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };

/** How many children the fan-out has. */
export const CHILDREN = 300;

/** An engine on the store in `folder`; its function `work` gives ten times its event. */
export function openEngine(
  folder: string,
  observer: EngineObserver = {},
): { readonly engine: Engine; readonly store: FileStore; readonly worked: number[] } {
  const clock = new RealClock();
  const random = systemRandom;
  const worked: number[] = [];
  const work = async (event: unknown): Promise<number> => {
    await clock.yieldTurn();
    worked.push(Number(event));
    return Number(event) * 10;
  };
  const host = createLambdaHost({ functions: { work: { handler: work } }, clock, random, ...ACCOUNT });
  const warn = (message: string): void => void process.stderr.write(`${message}\n`);
  const store = new FileStore(folder, { clock, warn });
  const invoker = createLambdaInvoker(host, clock);
  const engine = createEngine({ clock, random, hash: nodeHash, store, invoker, observer, ...ACCOUNT });
  return { engine, store, worked };
}

export function startFanOut(engine: Engine): Promise<ExecutionRecord> {
  const work = { Type: 'Task', Resource: 'arn:aws:lambda:eu-west-2:000000000000:function:work', End: true };
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'FanOut',
    States: {
      FanOut: {
        Type: 'Map',
        Label: 'FanOut',
        Items: `{% [1..${CHILDREN}] %}`,
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
