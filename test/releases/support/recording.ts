import type { ProgressItem } from '../../../events/types.ts';
import type { ExecutionRecord, JsonValue } from '../../../local/stepfunctions/index.ts';
import { ReleaseHarness, type Definitions } from './release-harness.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

/** The input and the output of one call across a boundary. */
export interface Exchange {
  readonly input: JsonValue;
  readonly output: JsonValue;
}

/** The payloads of a release, by the name of the function or state machine. */
export type Payloads = Readonly<Record<string, readonly Exchange[]>>;

/** The data that a release leaves behind for later executions. */
export interface Recording {
  readonly payloads: Payloads;
  /** The items of the progress table after the scenarios. */
  readonly items: readonly ProgressItem[];
}

/** The result of a scenario. */
export interface Played {
  readonly harness: ReleaseHarness;
  /** Every execution, in the order of the starts. */
  readonly executions: readonly ExecutionRecord[];
}

/** Plays a scenario with the definitions of a release and the current functions. */
export async function play({ play: tell }: Scenario, definitions: Definitions): Promise<Played> {
  const harness = new ReleaseHarness(definitions);
  await tell(harness);
  return { harness, executions: await harness.executions() };
}

/** Plays all scenarios and keeps each distinct payload and item. The recording is deterministic. */
export async function record(definitions: Definitions): Promise<Recording> {
  const payloads = new Map<string, Map<string, Exchange>>();
  const items = new Map<string, ProgressItem>();
  const note = (name: string, exchange: Exchange) => {
    const known = payloads.get(name) ?? new Map<string, Exchange>();
    payloads.set(name, known.set(JSON.stringify(exchange), exchange));
  };
  for (const scenario of SCENARIOS) {
    const { harness, executions } = await play(scenario, definitions);
    for (const { name, input, output } of harness.calls) note(name, { input, output });
    for (const { stateMachineArn, input, output } of executions) {
      if (output === undefined) continue;
      const name = stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);
      note(name, { input: JSON.parse(input) as JsonValue, output: JSON.parse(output) as JsonValue });
    }
    for (const item of await harness.items()) items.set(JSON.stringify(item), item);
  }
  const exchanges = [...payloads].map(([name, known]) => [name, [...known.values()]] as const);
  return { payloads: Object.fromEntries(exchanges), items: [...items.values()] };
}
