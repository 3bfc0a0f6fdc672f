import { KinesisClient } from '@aws-sdk/client-kinesis';
import { nameOf, partsOf } from '../../workflow/arns.ts';
import { clientSettings } from '../../operate/aws/client-settings.ts';
import { explainError } from '../../operate/aws/explain-error.ts';
import { connectStepFunctions, type StepFunctions } from '../../operate/aws/step-functions.ts';
import { resolveTarget } from '../../operate/aws/target.ts';
import { ProgressTables } from '../../operate/feeds/progress-tables.ts';
import type { Io } from '../../operate/io.ts';
import { type Ages, agesFor } from '../../operate/run/ages.ts';
import { DEFAULT_FEED, FEEDS } from '../../events/feeds.ts';
import type { SessionView, EnvironmentView } from '../api/index.ts';
import { Arns } from './ids.ts';
import type { ConsoleOptions } from './options.ts';
import { RunModels } from './run-models.ts';
import { StreamIndex } from './stream-index.ts';

/** What the console's pages are made from. */
export interface ConsoleContext {
  readonly sfn: StepFunctions;
  readonly options: ConsoleOptions;
  readonly io: Io;
  readonly arns: Arns;
  readonly ages: Ages;
  readonly models: RunModels;
  readonly tables: ProgressTables;
  readonly stream: StreamIndex | null;
  readonly session: SessionView;
  /** What went wrong, in words for people. */
  explain(error: unknown): unknown;
  close(): void;
}

/** Connects to the services; nothing is asked of them yet. */
export async function openContext(options: ConsoleOptions): Promise<ConsoleContext> {
  const { io, stateMachineArn } = options;
  const sfn = await connectStepFunctions(options.stepFunctions, io);
  const { isLocal } = sfn.target;
  const arns = new Arns(stateMachineArn);
  const tables = new ProgressTables(sfn, io);
  const kinesis = options.kinesis === null ? null : await connectKinesis(options.kinesis, io);
  const stream = kinesis === null ? null : new StreamIndex(kinesis, options.streamName, io, isLocal);
  return {
    sfn,
    options,
    io,
    arns,
    ages: agesFor(sfn),
    models: new RunModels(sfn, io),
    tables,
    stream,
    session: {
      environment: environmentOf(options, isLocal),
      stateMachineArn,
      stateMachineName: nameOf(stateMachineArn),
      allowChanges: options.allowChanges,
      stream: stream === null ? null : options.streamName,
      hasStandIn: options.standIn !== null,
      hasLog: options.logFileOf !== null,
      feeds: FEEDS,
      defaultFeed: DEFAULT_FEED,
    },
    explain: (error) =>
      explainError(error, { target: sfn.target, service: 'Step Functions', interrupted: io.interrupted }),
    close: () => {
      stream?.close();
      void tables.close();
      sfn.client.destroy();
      kinesis?.destroy();
    },
  };
}

async function connectKinesis(
  target: NonNullable<ConsoleOptions['kinesis']>,
  io: Io,
): Promise<KinesisClient> {
  return new KinesisClient(clientSettings(await resolveTarget('kinesis', target, io), io));
}

function environmentOf(
  { stateMachineArn, stepFunctions }: ConsoleOptions,
  isLocal: boolean,
): EnvironmentView {
  if (isLocal) return { kind: 'local' };
  const { region, account } = partsOf(stateMachineArn);
  return {
    kind: 'aws',
    account,
    region,
    profile: stepFunctions.profile ?? null,
    endpoint: stepFunctions.endpointUrl ?? null,
  };
}
