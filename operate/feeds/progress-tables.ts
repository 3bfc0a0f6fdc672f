import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { createProgressTable } from '../../tasks/shared/progress/dynamodb-progress.ts';
import type { ProgressTable } from '../../tasks/shared/progress/progress-table.ts';
import { nameOf } from '../../workflow/arns.ts';
import { connectTables, type Dynamodb, type OpenTableFiles } from '../aws/dynamodb.ts';
import type { ConnectionIo, StepFunctions } from '../aws/step-functions.ts';
import { OperationError } from '../errors.ts';
import { explainProgressError } from './explain-progress-error.ts';
import { progressTableIn } from './progress-table-name.ts';

/** The progress table of a state machine. */
export interface NamedProgressTable {
  readonly name: string;
  readonly progress: ProgressTable;
}

/**
 * The progress tables of state machines. Each name is looked up on first use.
 * @example await new ProgressTables(sfn, io).tryUse(stateMachineArn, ({ progress }) => progress.readClaim(feed))
 */
export class ProgressTables {
  readonly #names = new Map<string, Promise<string | undefined>>();
  #dynamodb: ReturnType<typeof connectTables> | undefined;

  constructor(
    readonly sfn: StepFunctions,
    readonly io: Pick<ConnectionIo, 'cwd' | 'env' | 'interrupted'>,
    /** Receives the client before its first call. @default nothing */
    readonly onConnect: (client: Dynamodb['client']) => void = () => undefined,
    /** Opens the files of this machine if they answer for Step Functions. @default a table in them is not read */
    readonly openFiles?: OpenTableFiles,
  ) {}

  /**
   * Runs `work` on the table of a state machine.
   *
   * @throws OperationError for a state machine without a table, and for failed calls
   */
  async use<T>(stateMachineArn: string, work: (table: NamedProgressTable) => Promise<T>): Promise<T> {
    const found = await this.tryUse(stateMachineArn, work);
    if (found !== undefined) return found.result;
    throw new OperationError(
      `the definition of ${nameOf(stateMachineArn)} does not say where it keeps its progress: it is a different state machine, or a different version of this one`,
    );
  }

  /** Does the same, but resolves to undefined for a state machine without a table, and for files without `openFiles`. */
  async tryUse<T>(
    stateMachineArn: string,
    work: (table: NamedProgressTable) => Promise<T>,
  ): Promise<{ readonly result: T } | undefined> {
    const name = await this.#nameOf(stateMachineArn);
    const isUnread = this.sfn.isRecorded?.() === true && this.openFiles === undefined;
    if (name === undefined || isUnread) return undefined;
    this.#dynamodb ??= this.#connect();
    const { client, target } = await this.#dynamodb;
    try {
      return { result: await work({ name, progress: createProgressTable(client, name) }) };
    } catch (error) {
      throw explainProgressError(error, { target, service: 'DynamoDB', interrupted: this.io.interrupted });
    }
  }

  async close(): Promise<void> {
    const dynamodb = await this.#dynamodb?.catch(() => undefined);
    await dynamodb?.close();
  }

  async #connect() {
    const dynamodb = await connectTables(this.sfn, this.io, this.openFiles);
    this.onConnect(dynamodb.client);
    return dynamodb;
  }

  async #nameOf(stateMachineArn: string): Promise<string | undefined> {
    const known = this.#names.get(stateMachineArn);
    if (known !== undefined) return known;
    const asked = this.sfn.client
      .send(new DescribeStateMachineCommand({ stateMachineArn }))
      .then(({ definition = '{}' }) => progressTableIn(definition));
    this.#names.set(stateMachineArn, asked);
    // A failed call is not cached.
    asked.catch(() => this.#names.delete(stateMachineArn));
    return asked;
  }
}

/**
 * Runs `work` with progress tables and closes their connection afterwards.
 * @example await withProgressTables(sfn, io, (tables) => findOvertaker(tables, description, ownFeed))
 */
export async function withProgressTables<T>(
  sfn: StepFunctions,
  io: ProgressTables['io'],
  work: (tables: ProgressTables) => Promise<T>,
  openFiles?: OpenTableFiles,
): Promise<T> {
  const tables = new ProgressTables(sfn, io, undefined, openFiles);
  try {
    return await work(tables);
  } finally {
    await tables.close();
  }
}
