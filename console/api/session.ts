/** The environment of the console, and the actions that it allows. */
export interface SessionView {
  readonly environment: EnvironmentView;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** True if executions may be started, stopped and redriven. */
  readonly allowChanges: boolean;
  /** The stream's name; null without one. */
  readonly stream: string | null;
  /** True if Watchmode is the stand-in, whose faults can be switched. */
  readonly hasStandIn: boolean;
  /** True if the logs of the tasks can be read. */
  readonly hasLog: boolean;
  /** The size of the largest file that can be imported. */
  readonly maxFileBytes: number;
  readonly feeds: readonly string[];
  /** The feed of a run whose input names none. */
  readonly defaultFeed: string;
  /** The words and the link that name the origin of the data on every page. */
  readonly attribution: { readonly text: string; readonly url: string };
}

/** The environment in which executions run. */
export type EnvironmentView =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'aws';
      readonly account: string;
      readonly region: string;
      readonly profile: string | null;
      /** The endpoint URL, if it is not that of AWS. */
      readonly endpoint: string | null;
    };
