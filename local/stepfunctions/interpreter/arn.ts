/** Builds the ARNs of one account and region. */
export class Arns {
  readonly #prefix: string;

  constructor(region: string, accountId: string) {
    this.#prefix = `arn:aws:states:${region}:${accountId}`;
  }

  /** `machineName` is `NAME`, or `NAME/LABEL` for a child of a Map Run. */
  execution(machineName: string, name: string): string {
    return `${this.#prefix}:execution:${machineName}:${name}`;
  }

  /** `NAME:UUID` is the name of an Express child of a Map Run. */
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

/** What an execution's ARN was made of: the state machine's name, `NAME/LABEL` for a child of a Map Run, and its own. */
export function namesIn(executionArn: string): { readonly machineName: string; readonly name: string } {
  const [, , , , , , machineName = '', ...name] = executionArn.split(':');
  return { machineName, name: name.join(':') };
}
