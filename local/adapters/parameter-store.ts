import { isObject, parseJson } from '../interpreter/json.ts';
import type { Clock, Random, TaskInvoker, TaskOutcome } from '../interpreter/ports.ts';
import type { TaskResource } from '../interpreter/task-resource.ts';

/** A parameter of the Parameter Store. */
export interface StoredParameter {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
  /** 1, then one more with each change. */
  readonly version: number;
  /** Epoch milliseconds. */
  readonly lastModifiedDate: number;
  readonly description?: string;
}

/** All parameters by name. */
export type StoredParameters = Readonly<Record<string, StoredParameter>>;

/** Where the parameters are kept. A JsonFile is one such place. */
export interface ParameterRepository {
  read(): Promise<StoredParameters | undefined>;
  write(parameters: StoredParameters): Promise<void>;
}

export interface ParameterStoreOptions {
  readonly repository: ParameterRepository;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Pick<Random, 'uuid'>;
  readonly region: string;
  readonly accountId: string;
}

const NAME = /^[a-zA-Z0-9_.\-/]+$/;
const LONGEST_NAME = 1011;
/** Characters of a value of the Standard tier. */
const LONGEST_VALUE = 4096;
const ACTIONS = new Set(['getParameter', 'putParameter']);

/**
 * Systems Manager's Parameter Store as far as `aws-sdk:ssm:getParameter` and `putParameter` show it.
 *
 * @see {@link https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html}
 */
export class ParameterStore implements TaskInvoker {
  readonly #options: ParameterStoreOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ParameterStoreOptions) {
    this.#options = options;
  }

  refusal(resource: TaskResource): string | undefined {
    const isSsm = resource.kind === 'service' && resource.service === 'aws-sdk:ssm';
    if (!isSsm || !ACTIONS.has(resource.action)) {
      return `${resource.arn} is not supported: of Systems Manager, only getParameter and putParameter are`;
    }
    return resource.pattern === undefined
      ? undefined
      : `${resource.arn} is not supported: there is nothing to wait for`;
  }

  /** Requests are taken one after the other, so that no two change the same version. */
  invoke({ resource, arguments: text }: Parameters<TaskInvoker['invoke']>[0]): Promise<TaskOutcome> {
    const request = parseJson(text);
    const outcome = this.#last.then(() => {
      if (!isObject(request)) return this.#validationError('The request must be an object');
      return resource.kind === 'service' && resource.action === 'getParameter'
        ? this.#get(request)
        : this.#put(request);
    });
    this.#last = outcome.catch(() => undefined);
    return outcome;
  }

  async #get({ Name }: Readonly<Record<string, unknown>>): Promise<TaskOutcome> {
    if (!isName(Name)) return this.#validationError("'name' must be the name of a parameter");
    const parameter = (await this.#read())[Name];
    if (parameter === undefined) return this.#failure('ParameterNotFound');
    const { name, type, value, version, lastModifiedDate } = parameter;
    const { region, accountId } = this.#options;
    const path = name.startsWith('/') ? name : `/${name}`;
    return succeed({
      Parameter: {
        Arn: `arn:aws:ssm:${region}:${accountId}:parameter${path}`,
        DataType: 'text',
        LastModifiedDate: new Date(lastModifiedDate).toISOString(),
        Name: name,
        Type: type,
        Value: value,
        Version: version,
      },
    });
  }

  async #put(request: Readonly<Record<string, unknown>>): Promise<TaskOutcome> {
    const { Name, Value, Type, Overwrite, Description } = request;
    if (!isName(Name)) return this.#validationError("'name' must be the name of a parameter");
    if (typeof Value !== 'string' || Value === '')
      return this.#validationError("'value' must be a text that is not empty");
    if (Value.length > LONGEST_VALUE) {
      return this.#validationError(
        `Standard tier parameters support a maximum parameter value of ${LONGEST_VALUE} characters.`,
      );
    }
    const parameters = await this.#read();
    const known = parameters[Name];
    if (known !== undefined && Overwrite !== true) return this.#failure('ParameterAlreadyExists');
    const type = Type ?? known?.type;
    if (type === undefined)
      return this.#validationError('A parameter type is required when you create a parameter.');
    if (type !== 'String' && type !== 'StringList') {
      return this.#validationError(
        `Type ${JSON.stringify(type)} is not supported here: use String or StringList`,
      );
    }
    const version = (known?.version ?? 0) + 1;
    const parameter: StoredParameter = {
      name: Name,
      type,
      value: Value,
      version,
      lastModifiedDate: this.#options.clock.now(),
      ...(typeof Description === 'string' ? { description: Description } : {}),
    };
    await this.#options.repository.write({ ...parameters, [Name]: parameter });
    return succeed({ Tier: 'Standard', Version: version });
  }

  /** Without a prototype, so that no name is found by accident. */
  async #read(): Promise<StoredParameters> {
    const empty = Object.create(null) as StoredParameters;
    return Object.assign(empty, await this.#options.repository.read());
  }

  #validationError(message: string): TaskOutcome {
    return { status: 'FAILED', error: 'Ssm.SsmException', cause: this.#cause(message) };
  }

  #failure(code: 'ParameterNotFound' | 'ParameterAlreadyExists'): TaskOutcome {
    const message =
      code === 'ParameterNotFound'
        ? 'Service returned error code ParameterNotFound'
        : 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.';
    return { status: 'FAILED', error: `Ssm.${code}Exception`, cause: this.#cause(message) };
  }

  #cause(message: string): string {
    return `${message} (Service: Ssm, Status Code: 400, Request ID: ${this.#options.random.uuid()})`;
  }
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= LONGEST_NAME && NAME.test(name);
}

function succeed(result: unknown): TaskOutcome {
  return { status: 'SUCCEEDED', output: JSON.stringify(result) };
}
