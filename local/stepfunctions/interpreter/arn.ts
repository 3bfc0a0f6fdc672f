/** Builds the ARNs of one account and region. */
export class Arns {
  readonly #prefix: string;

  constructor(region: string, accountId: string) {
    this.#prefix = `arn:aws:states:${region}:${accountId}`;
  }

  /** Builds an execution ARN. `machineName` is `NAME`, or `NAME/LABEL` for a child of a Map Run. */
  execution(machineName: string, name: string): string {
    return `${this.#prefix}:execution:${machineName}:${name}`;
  }

  /** Builds the ARN of an Express child of a Map Run. `name` is `NAME:UUID`. */
  expressExecution(machineName: string, name: string): string {
    return `${this.#prefix}:express:${machineName}:${name}`;
  }

  stateMachine(machineName: string): string {
    return `${this.#prefix}:stateMachine:${machineName}`;
  }

  mapRun(machineName: string, label: string, uuid: string): string {
    return `${this.#prefix}:mapRun:${machineName}/${label}:${uuid}`;
  }
}

/** Returns the names in an execution ARN. The machine name of a child of a Map Run is `NAME/LABEL`. */
export function namesIn(executionArn: string): { readonly machineName: string; readonly name: string } {
  const [, , , , , , machineName = '', ...name] = executionArn.split(':');
  return { machineName, name: name.join(':') };
}
