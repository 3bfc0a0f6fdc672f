import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import type { StateMachineSnapshot } from '../../interpreter/records.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Logging, tracing and encryption settings: stored and returned, without effect. */
export interface StateMachineConfiguration {
  readonly loggingConfiguration?: Readonly<Record<string, unknown>>;
  readonly tracingConfiguration?: Readonly<Record<string, unknown>>;
  readonly encryptionConfiguration?: Readonly<Record<string, unknown>>;
}

/** A state machine. Dates are epoch milliseconds. */
export interface StateMachine extends StateMachineConfiguration {
  readonly stateMachineArn: string;
  readonly name: string;
  /** ASL text. */
  readonly definition: string;
  readonly roleArn: string;
  readonly status: 'ACTIVE' | 'DELETING';
  readonly creationDate: number;
  readonly updateDate: number;
  /** Absent until the first update, as on AWS. */
  readonly revisionId?: string;
  /** Changes with every member of the snapshot. */
  readonly snapshotId: string;
  readonly tags: readonly Tag[];
}

/** Returns a configuration with AWS's defaults. */
export function completeConfiguration({
  loggingConfiguration = { level: 'OFF', includeExecutionData: false },
  tracingConfiguration = { enabled: false },
  encryptionConfiguration = { type: 'AWS_OWNED_KEY' },
}: StateMachineConfiguration): Required<StateMachineConfiguration> {
  return { loggingConfiguration, tracingConfiguration, encryptionConfiguration };
}

/** Returns the part of a state machine that its executions keep. */
export function snapshotOf(machine: StateMachine): StateMachineSnapshot {
  const { snapshotId, stateMachineArn, name, roleArn, definition, updateDate, revisionId } = machine;
  return {
    snapshotId,
    stateMachineArn,
    name,
    roleArn,
    definition,
    updateDate,
    ...omitUndefined({ revisionId }),
    configuration: { ...completeConfiguration(machine) },
  };
}
