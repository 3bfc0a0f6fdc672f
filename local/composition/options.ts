import type { EngineObserver } from '../stepfunctions/index.ts';
import type { CatalogueTitle } from '../watchmode/catalogue.ts';
import type { FaultPlan } from '../watchmode/fault-spec.ts';

/** How Step Functions is started. */
export interface ServiceOptions {
  /** Where executions, histories, parameters and state machines are kept. */
  readonly dataFolder: string;
  /** Ports on loopback. Default: free ones. */
  readonly ports?: {
    readonly api?: number;
    readonly watchmode?: number;
    readonly stream?: number;
    readonly dynamodb?: number;
  };
  /** The Lambda API that runs functions which are not the project's. Default: there are no others. */
  readonly lambdaEndpoint?: string;
  /** Invocations of the project's functions at once; one more is throttled, as on AWS. Default: 1000, as on AWS. */
  readonly lambdaConcurrency?: number;
  /** Days that an execution is kept after its end; older ones are removed at the start. Default: 90, as on AWS. */
  readonly keepDays?: number;
  readonly observer?: EngineObserver;
  /** Takes what somebody should know although nothing has failed. */
  readonly warn: (message: string) => void;
}

/** How the runtime of the workflow is started. */
export interface RuntimeOptions extends ServiceOptions {
  readonly watchmode: StandIn | LiveWatchmode;
  /** A Kinesis of the user's. Default: one is started with the runtime. */
  readonly kinesis?: UserKinesis;
  /** Redrives executions that fail, as a rule of EventBridge does on AWS. Default: nobody does. */
  readonly heal?: Healing;
  /** Ends the start. */
  readonly signal?: AbortSignal;
}

/** How executions that fail are redriven. */
export interface Healing {
  /**
   * Seconds before the first redrive of an execution; each further one is waited for twice as long. Default: 15 with
   * the stand-in, since somebody is watching; with Watchmode itself 900, as on AWS.
   */
  readonly waitSeconds?: number;
}

/** Watchmode's stand-in, started with the runtime. */
export interface StandIn {
  readonly kind: 'stand-in';
  readonly catalogue: readonly CatalogueTitle[];
  /** How many titles there are. Default: all of the catalogue. */
  readonly titles?: number;
  /** Default: none. */
  readonly faults?: FaultPlan;
  /** Decides all that is invented, and the faults. */
  readonly seed: number;
  /** The key that it accepts. Default: one that is made up at each start. */
  readonly apiKey?: string;
}

/** Watchmode itself, or whatever has this address. */
export interface LiveWatchmode {
  readonly kind: 'live';
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The requests that the plan allows a minute: how many titles are fetched at once follows from it. Default: 120. */
  readonly requestsPerMinute?: number;
}

/** A Kinesis endpoint that is there already. */
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
