import { KinesisClient } from '@aws-sdk/client-kinesis';
import { DEFAULT_FEED, FEEDS } from '../../events/feeds.ts';
import { omitUndefined } from '../../events/omit-undefined.ts';
import type { Feed } from '../../events/types.ts';
import { clientSettings } from '../../operate/aws/client-settings.ts';
import { connectStepFunctions, type StepFunctions } from '../../operate/aws/step-functions.ts';
import { resolveTarget, type Target, type TargetOptions } from '../../operate/aws/target.ts';
import { ATTRIBUTION } from '../../operate/catalogue/attribution.ts';
import { openCatalogue } from '../../operate/catalogue/open-catalogue.ts';
import type { OwnFeed } from '../../operate/feeds/own-feed.ts';
import { ProgressTables } from '../../operate/feeds/progress-tables.ts';
import type { Secrets } from '../../operate/endpoints/console-secrets.ts';
import { OperationError } from '../../operate/errors.ts';
import type { Io } from '../../operate/io.ts';
import { isError } from '../../operate/native-error.ts';
import { type Ages, agesFor } from '../../operate/run/ages.ts';
import { ChildOutcomes } from '../../operate/run/child-outcomes.ts';
import { nameOf, partsOf, type StateMachineArn } from '../../workflow/arns.ts';
import type { EnvironmentView, FaultSwitch, SessionView } from '../api/index.ts';
import { SharedCatalogue } from './catalogue/shared-catalogue.ts';
import { explainForPage, type Service } from './explain.ts';
import { MAX_FILE_BYTES } from './http/request.ts';
import { Arns } from './ids.ts';
import { Failures } from './runs/failures.ts';
import { Imports } from './runs/imports.ts';
import { RunLists } from './runs/run-lists.ts';
import { RunModels } from './runs/run-models.ts';
import { Struggles } from './struggles.ts';
import { readServiceNames } from './titles/service-names.ts';
import { StreamIndex } from './titles/stream-index.ts';
import { TitleIndex } from './titles/title-index.ts';
import { type NameTitles, TitleNames } from './titles/title-names.ts';

/** The stand-in for Watchmode on this machine. */
export interface StandInAddress {
  /** The address of its control API, which reads and changes its faults. */
  readonly controlUrl: string;
  readonly switches: readonly FaultSwitch[];
}

/** The settings of a console. */
export interface ConsoleOptions {
  readonly io: Io;
  readonly stepFunctions: TargetOptions;
  /** Null without a stream. */
  readonly kinesis: TargetOptions | null;
  readonly streamName: string;
  readonly stateMachineArn: StateMachineArn;
  /** The feed of a run whose input names none. @default new_titles */
  readonly defaultFeed?: Feed;
  /** 0 selects a free port. */
  readonly port: number;
  /** The secrets of the address and the cookie. @default new ones for each start */
  readonly secrets?: Secrets;
  /** True if the pages may start, stop and redrive executions. */
  readonly allowChanges: boolean;
  readonly standIn: StandInAddress | null;
  /** Returns the path of the log of a top-level execution's tasks; null if there are no logs on this machine. */
  readonly logFileOf: ((executionArn: string) => string) | null;
  /** Finds the names of titles that are not on the stream, in catalogues; null without any. */
  readonly nameTitles: NameTitles | null;
}

/** The services and caches that all pages of a console share. */
export interface ConsoleContext {
  readonly sfn: StepFunctions;
  readonly options: ConsoleOptions;
  readonly io: Io;
  readonly arns: Arns;
  readonly ages: Ages;
  readonly models: RunModels;
  readonly runs: RunLists;
  readonly imports: Imports;
  readonly outcomes: ChildOutcomes;
  readonly failures: Failures;
  readonly titles: TitleIndex;
  readonly names: TitleNames;
  readonly tables: ProgressTables;
  readonly ownFeed: OwnFeed;
  readonly catalogue: SharedCatalogue;
  readonly stream: StreamIndex | null;
  readonly session: SessionView;
  /** Returns a one-line description of an error, for display on a page. @param service default: Step Functions */
  explain(error: unknown, service?: Service): string;
  /** The calls that are repeated now, because a service fails. */
  readonly struggles: Pick<Struggles, 'of'>;
  close(): void;
}

/** Creates the clients. Sends no request. */
export async function openContext(options: ConsoleOptions): Promise<ConsoleContext> {
  const { io, stateMachineArn, defaultFeed = DEFAULT_FEED } = options;
  const sfn = await connectStepFunctions(options.stepFunctions, io);
  const { target } = sfn;
  const models = new RunModels(sfn, io);
  const struggles = new Struggles(() => io.monotonic());
  const tables = new ProgressTables(sfn, io, (client) => struggles.watch(client, 'DynamoDB'));
  const catalogue = new SharedCatalogue(() =>
    openCatalogue(sfn, stateMachineArn, io, { onConnect: (client) => struggles.watch(client, 'DynamoDB') }),
  );
  const kinesis = options.kinesis === null ? null : await connectKinesis(options.kinesis, io);
  struggles.watch(sfn.client, 'Step Functions');
  if (kinesis !== null) struggles.watch(kinesis.client, 'Kinesis');
  const targets = targetsOf(target, kinesis?.target ?? target, stateMachineArn);
  const explain = (error: unknown, service: Service = 'Step Functions') =>
    // Progress table and catalogue are the only parts that explain their errors themselves, in words for a terminal.
    error instanceof OperationError && isError(error.cause)
      ? explainForPage(error.cause, 'DynamoDB', targets.DynamoDB)
      : explainForPage(error, service, targets[service]);
  const nameSources = async () => {
    try {
      return await readServiceNames(catalogue, tables, stateMachineArn);
    } catch (error) {
      throw new OperationError(explain(error, 'DynamoDB'), { cause: error });
    }
  };
  const stream =
    kinesis === null
      ? null
      : new StreamIndex(kinesis.client, options.streamName, io, target.isLocal, nameSources);
  return {
    sfn,
    options,
    io,
    arns: new Arns(stateMachineArn),
    ages: agesFor(sfn),
    models,
    runs: new RunLists(models, stateMachineArn, defaultFeed),
    imports: new Imports(models, io),
    outcomes: new ChildOutcomes(sfn, io),
    failures: new Failures(sfn),
    titles: new TitleIndex(models),
    // On AWS each read of the stream takes from the quota of its other readers.
    names: new TitleNames(target.isLocal ? stream : null, options.nameTitles),
    tables,
    ownFeed: () => Promise.resolve(defaultFeed),
    catalogue,
    stream,
    session: {
      environment: environmentOf(options, target.isLocal),
      stateMachineArn,
      stateMachineName: nameOf(stateMachineArn),
      allowChanges: options.allowChanges,
      stream: stream === null ? null : options.streamName,
      hasStandIn: options.standIn !== null,
      hasLog: options.logFileOf !== null,
      maxFileBytes: MAX_FILE_BYTES,
      feeds: FEEDS,
      defaultFeed,
      attribution: ATTRIBUTION,
    },
    explain,
    struggles,
    close: () => {
      stream?.close();
      void tables.close();
      void catalogue.close();
      sfn.client.destroy();
      kinesis?.client.destroy();
    },
  };
}

/** Returns the targets for messages: with the Region, which the AWS configuration may hold. */
function targetsOf(
  sfn: Target,
  kinesis: Target,
  stateMachineArn: StateMachineArn,
): Readonly<Record<Service, Target>> {
  const { region } = partsOf(stateMachineArn);
  const { isLocal, profile, credentialProcess } = sfn;
  return {
    'Step Functions': { region, ...sfn },
    Kinesis: { region, ...kinesis },
    // The address of Step Functions is not that of DynamoDB.
    DynamoDB: { isLocal, region: sfn.region ?? region, ...omitUndefined({ profile, credentialProcess }) },
  };
}

async function connectKinesis(
  options: TargetOptions,
  io: Io,
): Promise<{ readonly client: KinesisClient; readonly target: Target }> {
  const target = await resolveTarget('kinesis', options, io);
  return { client: new KinesisClient(clientSettings(target, io)), target };
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
