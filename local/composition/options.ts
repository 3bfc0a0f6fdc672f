import type { Feed } from '../../events/types.ts';
import type { Clock, EngineObserver } from '../stepfunctions/index.ts';
import type { CatalogueTitle } from '../watchmode/catalogue.ts';
import type { FaultPlan } from '../watchmode/fault-spec.ts';
import type { Plan } from '../watchmode/sources.ts';

/** The settings of Step Functions. */
export interface ServiceOptions {
  /** The folder of executions, histories, parameters and state machines. */
  readonly dataFolder: string;
  /** Ports on loopback. Default: free ports. */
  readonly ports?: {
    readonly api?: number;
    readonly watchmode?: number;
    readonly stream?: number;
    readonly dynamodb?: number;
  };
  /** The Lambda API that runs functions of other projects. Default: none. */
  readonly lambdaEndpoint?: string;
  /** The concurrency limit of the project's functions; further invocations are throttled. Default: 1000, as on AWS. */
  readonly lambdaConcurrency?: number;
  /**
   * Days to keep an execution after its end, and a title of the catalogue after its last event. Older executions are removed
   * at startup. Default: executions 90, as on AWS; titles until they leave.
   */
  readonly keepDays?: number;
  readonly observer?: EngineObserver;
  /** Receives warnings. */
  readonly warn: (message: string) => void;
}

/** The settings of the runtime of the workflow. */
export interface RuntimeOptions extends ServiceOptions {
  readonly watchmode: StandIn | LiveWatchmode;
  /** The clock of the stand-in, of Step Functions and of the tasks. Default: that of this machine. */
  readonly clock?: Clock;
  /** True to forget the sweeps of this folder, and to begin the days of the stand-in now. Default: false. */
  readonly beginsAnew?: boolean;
  /** Default: the feed new_titles in GB, no services, and no limit of credits. */
  readonly defaults?: RunDefaults;
  /** The user's Kinesis. Default: the runtime starts a local Kinesis. */
  readonly kinesis?: UserKinesis;
  /**
   * False if the runtime may be ready before its local Kinesis, which then starts while executions run: publish-titles
   * waits for it. Default: true.
   */
  readonly awaitsStream?: boolean;
  /** Starts the consumer of the stream, which keeps the catalogue. Default: false. */
  readonly consume?: boolean;
  /** Redrives failed executions, as an EventBridge rule does on AWS. Default: off. */
  readonly heal?: Healing;
  /** Cancels the start. */
  readonly signal?: AbortSignal;
}

/** The scope of a run whose input does not say it, as settings of a deployment on AWS have it. */
export interface RunDefaults {
  readonly feed?: Feed;
  readonly regions?: readonly string[];
  /** The services that a sweep reads, by name or ID. */
  readonly services?: readonly (string | number)[];
  /** The genres to which a sweep is restricted, by name or ID. */
  readonly genres?: readonly (string | number)[];
  /** Maximum number of Watchmode credits of a run. */
  readonly maxCredits?: number;
}

/** The settings of the redrive rule. */
export interface Healing {
  /**
   * Seconds before the first redrive of an execution; the wait doubles before each further redrive. Default: 15 with
   * the stand-in, since a person is watching; 900 with Watchmode itself, as on AWS.
   */
  readonly waitSeconds?: number;
}

/** The stand-in for Watchmode, started with the runtime. */
export interface StandIn {
  readonly kind: 'stand-in';
  readonly catalogue: readonly CatalogueTitle[];
  /** The number of titles. Default: the whole catalogue. */
  readonly titles?: number;
  /** Default: none. */
  readonly faults?: FaultPlan;
  /** The free plan has no change feeds and three countries. Default: paid. */
  readonly plan?: Plan;
  /** Seeds the generated titles, the faults, and the titles that arrive on services and leave them. */
  readonly seed: number;
  /** The API key that it accepts. Default: a new key at each start. */
  readonly apiKey?: string;
}

/** Watchmode itself, or another server with its API. */
export interface LiveWatchmode {
  readonly kind: 'live';
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Requests per minute that the plan allows. Sets the number of titles fetched at once. Default: 120. */
  readonly requestsPerMinute?: number;
}

/** An existing Kinesis endpoint. */
export interface UserKinesis {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
