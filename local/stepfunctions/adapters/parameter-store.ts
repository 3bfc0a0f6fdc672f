import { omitUndefined } from '../interpreter/omit-undefined.ts';
import { isObject, parseJson } from '../interpreter/json.ts';
import type { Clock, Random, TaskInvoker, TaskOutcome } from '../interpreter/ports.ts';
import type { TaskResource } from '../interpreter/task-resource.ts';
import { ParameterError } from './parameter-error.ts';

/** A parameter of the Parameter Store. */
export interface StoredParameter {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
  /** Starts at 1 and increases with each change. */
  readonly version: number;
  /** Epoch milliseconds. */
  readonly lastModifiedDate: number;
  readonly description?: string;
  /** Earlier versions, newest first. AWS keeps a hundred versions. */
  readonly earlier?: readonly EarlierVersion[];
}

export type EarlierVersion = Pick<StoredParameter, 'value' | 'version' | 'lastModifiedDate'>;

/** All parameters by name. */
export type StoredParameters = Readonly<Record<string, StoredParameter>>;

/** The storage of the parameters, for example a JsonFile. */
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
const MAX_NAME_LENGTH = 1011;
/** The maximum length of a value in the Standard tier. */
const MAX_VALUE_LENGTH = 4096;
/** The number of earlier versions to keep. */
const MAX_EARLIER = 5;
/** The maximum and default page size of GetParametersByPath. */
const MAX_PAGE = 10;
const ACTIONS = new Set(['getParameter', 'putParameter']);

type Request = Readonly<Record<string, unknown>>;

/** A parameter in a response. Dates are epoch milliseconds. */
export interface ParameterDescription {
  readonly Arn: string;
  readonly DataType: 'text';
  readonly LastModifiedDate: number;
  readonly Name: string;
  readonly Type: StoredParameter['type'];
  readonly Value: string;
  readonly Version: number;
}

/**
 * Systems Manager's Parameter Store: the API operations, and `aws-sdk:ssm:getParameter` and `putParameter`.
 *
 * @see {@link https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html}
 */
export class ParameterStore implements TaskInvoker {
  readonly #options: ParameterStoreOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ParameterStoreOptions) {
    this.#options = options;
  }

  /** @throws ParameterError with the code ParameterNotFound or ValidationException */
  getParameter(request: Request): Promise<{ readonly Parameter: ParameterDescription }> {
    return this.#inTurn(() => this.#get(request));
  }

  /** @throws ParameterError with the code ParameterAlreadyExists or ValidationException */
  putParameter(request: Request): Promise<{ readonly Tier: 'Standard'; readonly Version: number }> {
    return this.#inTurn(() => this.#put(request));
  }

  /** Returns one page, sorted by name. @throws ParameterError with the code ValidationException */
  getParametersByPath(
    request: Request,
  ): Promise<{ readonly Parameters: readonly ParameterDescription[]; readonly NextToken?: string }> {
    return this.#inTurn(() => this.#getByPath(request));
  }

  refusal(resource: TaskResource): string | undefined {
    const isSsm = resource.kind === 'service' && resource.service === 'aws-sdk:ssm';
    if (!isSsm || !ACTIONS.has(resource.action)) {
      return `${resource.arn} is not supported. Supported: getParameter and putParameter`;
    }
    return resource.pattern === undefined
      ? undefined
      : `${resource.arn} is not supported: use the resource without .${resource.pattern}`;
  }

  async invoke({ resource, arguments: text }: Parameters<TaskInvoker['invoke']>[0]): Promise<TaskOutcome> {
    const request = parseJson(text);
    try {
      if (!isObject(request)) throw invalid('The request must be an object');
      if (resource.kind === 'service' && resource.action === 'getParameter') {
        const { Parameter } = await this.getParameter(request);
        const LastModifiedDate = new Date(Parameter.LastModifiedDate).toISOString();
        return succeed({ Parameter: { ...Parameter, LastModifiedDate } });
      }
      return succeed(await this.putParameter(request));
    } catch (error) {
      if (error instanceof ParameterError) return this.#failure(error);
      throw error;
    }
  }

  /** Runs requests one at a time, so that no two change the same version. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** The name may include a version: `/orders/limit:3`. */
  async #get({ Name }: Request) {
    const [name, version] = typeof Name === 'string' ? Name.split(':', 2) : [];
    if (!isName(name)) throw invalid("'name' must be the name of a parameter");
    const parameter = (await this.#read())[name];
    if (parameter === undefined) throw notFound();
    if (version === undefined) return { Parameter: this.#describe(parameter) };
    const earlier = [parameter, ...(parameter.earlier ?? [])].find((one) => String(one.version) === version);
    if (earlier === undefined) {
      throw new ParameterError('ParameterVersionNotFound', `There is no version ${version} of ${name}`);
    }
    return { Parameter: this.#describe({ ...parameter, ...earlier }) };
  }

  #describe({ name, type, value, version, lastModifiedDate }: StoredParameter): ParameterDescription {
    const { region, accountId } = this.#options;
    const path = name.startsWith('/') ? name : `/${name}`;
    return {
      Arn: `arn:aws:ssm:${region}:${accountId}:parameter${path}`,
      DataType: 'text',
      LastModifiedDate: lastModifiedDate,
      Name: name,
      Type: type,
      Value: value,
      Version: version,
    };
  }

  async #getByPath({ Path, Recursive, MaxResults = MAX_PAGE, NextToken }: Request) {
    if (!isName(Path) || !Path.startsWith('/')) throw invalid("'path' must begin with a slash");
    if (typeof MaxResults !== 'number' || MaxResults < 1 || MaxResults > MAX_PAGE) {
      throw invalid(`'maxResults' must be between 1 and ${MAX_PAGE}`);
    }
    const folder = Path.endsWith('/') ? Path : `${Path}/`;
    const found = Object.values(await this.#read())
      .filter(({ name }) => name.startsWith(folder))
      .filter(({ name }) => Recursive === true || !name.slice(folder.length).includes('/'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const rest = typeof NextToken === 'string' ? found.filter(({ name }) => name > NextToken) : found;
    const page = rest.slice(0, MaxResults);
    const last = page.at(-1);
    return {
      Parameters: page.map((parameter) => this.#describe(parameter)),
      ...(last === undefined || rest.length === page.length ? {} : { NextToken: last.name }),
    };
  }

  async #put({ Name, Value, Type, Overwrite, Description }: Request) {
    if (!isName(Name)) throw invalid("'name' must be the name of a parameter");
    if (typeof Value !== 'string' || Value === '') throw invalid("'value' must be a non-empty string");
    if (Value.length > MAX_VALUE_LENGTH) {
      throw invalid(
        `Standard tier parameters support a maximum parameter value of ${MAX_VALUE_LENGTH} characters.`,
      );
    }
    const parameters = await this.#read();
    const known = parameters[Name];
    if (known !== undefined && Overwrite !== true) throw alreadyExists();
    const type = Type ?? known?.type;
    if (type === undefined) throw invalid('A parameter type is required when you create a parameter.');
    if (type !== 'String' && type !== 'StringList') {
      throw invalid(`Type ${JSON.stringify(type)} is not supported here: use String or StringList`);
    }
    const Version = (known?.version ?? 0) + 1;
    const parameter: StoredParameter = {
      name: Name,
      type,
      value: Value,
      version: Version,
      lastModifiedDate: this.#options.clock.now(),
      ...(typeof Description === 'string' ? { description: Description } : {}),
      ...omitUndefined({ earlier: known && earlierVersions(known) }),
    };
    await this.#options.repository.write({ ...parameters, [Name]: parameter });
    return { Tier: 'Standard', Version } as const;
  }

  /** Returns an object without a prototype, so that names such as `constructor` find nothing. */
  async #read(): Promise<StoredParameters> {
    const empty = Object.create(null) as StoredParameters;
    return Object.assign(empty, await this.#options.repository.read());
  }

  /** Converts an error to a failure of a Task state, with the SDK's error name. */
  #failure({ code, message }: ParameterError): TaskOutcome {
    const error = code === 'ValidationException' ? 'Ssm.SsmException' : `Ssm.${code}Exception`;
    const id = this.#options.random.uuid();
    return {
      status: 'FAILED',
      error,
      cause: `${message} (Service: Ssm, Status Code: 400, Request ID: ${id})`,
    };
  }
}

function earlierVersions({
  value,
  version,
  lastModifiedDate,
  earlier = [],
}: StoredParameter): EarlierVersion[] {
  return [{ value, version, lastModifiedDate }, ...earlier].slice(0, MAX_EARLIER);
}

function invalid(message: string): ParameterError {
  return new ParameterError('ValidationException', message);
}

function notFound(): ParameterError {
  return new ParameterError('ParameterNotFound', 'Service returned error code ParameterNotFound');
}

function alreadyExists(): ParameterError {
  return new ParameterError(
    'ParameterAlreadyExists',
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= MAX_NAME_LENGTH && NAME.test(name);
}

function succeed(result: unknown): TaskOutcome {
  return { status: 'SUCCEEDED', output: JSON.stringify(result) };
}
