import { isDeepStrictEqual } from 'node:util';
import { invalidDefinition } from '../../interpreter/definition/diagnostic.ts';
import type { Engine } from '../../interpreter/engine-api.ts';
import type { Clock, Random } from '../../interpreter/ports.ts';
import { ApiError } from '../protocol/api-error.ts';
import {
  completeConfiguration,
  type StateMachine,
  type StateMachineConfiguration,
  type Tag,
} from './state-machine.ts';

/** The storage of the state machines, for example a JsonFile. */
export interface StateMachineRepository {
  read(): Promise<readonly StateMachine[] | undefined>;
  write(machines: readonly StateMachine[]): Promise<void>;
}

export interface NewStateMachine extends StateMachineConfiguration {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly tags?: readonly Tag[];
}

/** The changes of an update. Absent members stay unchanged. */
export interface StateMachineUpdate extends StateMachineConfiguration {
  readonly definition?: string;
  readonly roleArn?: string;
}

export interface StateMachinesOptions {
  readonly repository: StateMachineRepository;
  readonly engine: Pick<Engine, 'validateDefinition' | 'listExecutions' | 'stateMachineDeleted'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Pick<Random, 'uuid'>;
  readonly region: string;
  readonly accountId: string;
}

const NAME = /^[^\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF]+$/u;
const MAX_TAGS = 50;

/** The state machines of the account. */
export class StateMachines {
  readonly #options: StateMachinesOptions;
  readonly #machines: Map<string, StateMachine>;

  private constructor(options: StateMachinesOptions, machines: readonly StateMachine[]) {
    this.#options = options;
    this.#machines = new Map(machines.map((machine) => [machine.stateMachineArn, machine]));
  }

  static async open(options: StateMachinesOptions): Promise<StateMachines> {
    return new StateMachines(options, (await options.repository.read()) ?? []);
  }

  /** Creates a state machine. Idempotent: the same request returns the existing machine; a different one is refused. */
  async create(request: NewStateMachine): Promise<StateMachine> {
    const { name, definition, roleArn, tags = [], ...configuration } = request;
    if (!NAME.test(name)) throw new ApiError('InvalidName', `Invalid Name: '${name}'`);
    checkRole(roleArn);
    if (tags.length > MAX_TAGS) throw tooManyTags(this.#arnOf(name));
    await this.#settle(this.#arnOf(name));
    // No await until the change, so that no other request can interleave.
    const known = this.#machines.get(this.#arnOf(name));
    if (known?.status === 'DELETING') throw deleting(known.stateMachineArn);
    if (known !== undefined) {
      // AWS ignores the role and the tags in this comparison.
      if (known.definition === definition && isSameConfiguration(known, configuration)) return known;
      throw new ApiError(
        'StateMachineAlreadyExists',
        `State Machine Already Exists: '${known.stateMachineArn}'`,
      );
    }
    this.#checkDefinition(definition);
    const now = this.#options.clock.now();
    return this.#store({
      stateMachineArn: this.#arnOf(name),
      name,
      definition,
      roleArn,
      status: 'ACTIVE',
      creationDate: now,
      updateDate: now,
      snapshotId: this.#options.random.uuid(),
      tags,
      ...configuration,
    });
  }

  /** Creates a state machine, or updates the definition of an existing one. */
  async put({ name, definition, roleArn }: Omit<NewStateMachine, 'tags'>): Promise<StateMachine> {
    const known = await this.find(this.#arnOf(name));
    return known === undefined
      ? this.create({ name, definition, roleArn })
      : this.update(known.stateMachineArn, { definition });
  }

  /** Updates a state machine. Without changes, the revision and its date stay the same. */
  async update(stateMachineArn: string, update: StateMachineUpdate): Promise<StateMachine> {
    await this.#settle(stateMachineArn);
    const machine = this.#mustHave(stateMachineArn);
    if (machine.status === 'DELETING') throw deleting(stateMachineArn);
    if (update.roleArn !== undefined) checkRole(update.roleArn);
    if (update.definition !== undefined) this.#checkDefinition(update.definition);
    const changed: StateMachine = { ...machine, ...update };
    const { definition, roleArn } = changed;
    const isSame = definition === machine.definition && roleArn === machine.roleArn;
    if (isSame && isSameConfiguration(changed, machine)) return machine;
    const { clock, random } = this.#options;
    return this.#store({
      ...changed,
      updateDate: clock.now(),
      revisionId: random.uuid(),
      snapshotId: random.uuid(),
    });
  }

  /** Deletes a state machine, if it exists. Its status is DELETING while it has running executions. */
  async delete(stateMachineArn: string): Promise<void> {
    const machine = this.#machines.get(stateMachineArn);
    if (machine === undefined) return;
    await this.#store({ ...machine, status: 'DELETING' });
    this.#options.engine.stateMachineDeleted(stateMachineArn);
    await this.#settle(stateMachineArn);
  }

  async tag(stateMachineArn: string, tags: readonly Tag[]): Promise<void> {
    await this.#settle(stateMachineArn);
    const machine = this.#mustHaveTags(stateMachineArn);
    const merged = new Map([...machine.tags, ...tags].map(({ key, value }) => [key, value]));
    if (merged.size > MAX_TAGS) throw tooManyTags(stateMachineArn);
    await this.#store({ ...machine, tags: [...merged].map(([key, value]) => ({ key, value })) });
  }

  async untag(stateMachineArn: string, keys: readonly string[]): Promise<void> {
    await this.#settle(stateMachineArn);
    const machine = this.#mustHaveTags(stateMachineArn);
    await this.#store({ ...machine, tags: machine.tags.filter(({ key }) => !keys.includes(key)) });
  }

  async tagsOf(stateMachineArn: string): Promise<readonly Tag[]> {
    await this.#settle(stateMachineArn);
    return this.#mustHaveTags(stateMachineArn).tags;
  }

  /** Returns a state machine. @throws ApiError StateMachineDoesNotExist */
  async get(stateMachineArn: string): Promise<StateMachine> {
    await this.#settle(stateMachineArn);
    return this.#mustHave(stateMachineArn);
  }

  async find(stateMachineArn: string): Promise<StateMachine | undefined> {
    await this.#settle(stateMachineArn);
    return this.#machines.get(stateMachineArn);
  }

  /** Returns all state machines by name. */
  async list(): Promise<readonly StateMachine[]> {
    await Promise.all([...this.#machines.keys()].map((arn) => this.#settle(arn)));
    return [...this.#machines.values()].sort(({ name: a }, { name: b }) => (a < b ? -1 : 1));
  }

  /** Removes a deleted state machine once its executions have ended. */
  async #settle(stateMachineArn: string): Promise<void> {
    if (this.#machines.get(stateMachineArn)?.status !== 'DELETING') return;
    const query = { stateMachineArn, status: 'RUNNING', limit: 1 } as const;
    const { items } = await this.#options.engine.listExecutions(query);
    if (items.length > 0 || !this.#machines.delete(stateMachineArn)) return;
    await this.#save();
  }

  #mustHave(stateMachineArn: string): StateMachine {
    const machine = this.#machines.get(stateMachineArn);
    if (machine !== undefined) return machine;
    throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  }

  #mustHaveTags(resourceArn: string): StateMachine {
    const machine = this.#machines.get(resourceArn);
    if (machine !== undefined) return machine;
    throw new ApiError('ResourceNotFound', `Resource not found: '${resourceArn}'`);
  }

  async #store(machine: StateMachine): Promise<StateMachine> {
    this.#machines.set(machine.stateMachineArn, machine);
    await this.#save();
    return machine;
  }

  #save(): Promise<void> {
    return this.#options.repository.write([...this.#machines.values()]);
  }

  #arnOf(name: string): string {
    return `arn:aws:states:${this.#options.region}:${this.#options.accountId}:stateMachine:${name}`;
  }

  #checkDefinition(definition: string): void {
    const { result, diagnostics } = this.#options.engine.validateDefinition(definition);
    if (result === 'OK') return;
    throw new ApiError('InvalidDefinition', invalidDefinition(diagnostics));
  }
}

function isSameConfiguration(a: StateMachineConfiguration, b: StateMachineConfiguration): boolean {
  return isDeepStrictEqual(completeConfiguration(a), completeConfiguration(b));
}

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;

function checkRole(roleArn: string): void {
  if (!ROLE.test(roleArn)) throw new ApiError('InvalidArn', `Invalid Role Arn: '${roleArn}'`);
}

function deleting(stateMachineArn: string): ApiError {
  return new ApiError('StateMachineDeleting', `State Machine is being deleted: '${stateMachineArn}'`);
}

function tooManyTags(resourceArn: string): ApiError {
  return new ApiError('TooManyTags', `Too many tags: '${resourceArn}' may have ${MAX_TAGS}`);
}
