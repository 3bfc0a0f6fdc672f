import { RequestProblem } from './problem.ts';

/** `title-ingestion:NAME`, or `title-ingestion/LABEL:NAME` for a child: what stands behind `:execution:` in an ARN. */
const RUN_ID = /^[^\s:/<>{}[\]?*"#%\\^|~`$&,;]{1,80}(\/[^\s:/]{1,80})?:[^\s:/]{1,200}$/;

/** The short id of an execution or Map Run, which addresses of pages carry. */
export function idOf(arn: string): string {
  return arn.split(':').slice(6).join(':');
}

/** The name at the end of an id. */
export function nameOf(id: string): string {
  return id.split(':').at(-1) ?? id;
}

/** Turns ids back into ARNs of the state machine's account and Region. */
export class Arns {
  readonly #prefix: string;

  constructor(stateMachineArn: string) {
    this.#prefix = stateMachineArn.split(':').slice(0, 5).join(':');
  }

  /** @throws RequestProblem for what is no id */
  run(id: string): string {
    return `${this.#prefix}:execution:${checked(id)}`;
  }

  /** @throws RequestProblem for what is no id */
  mapRun(id: string): string {
    return `${this.#prefix}:mapRun:${checked(id)}`;
  }
}

function checked(id: string): string {
  if (!RUN_ID.test(id)) throw new RequestProblem(400, `${JSON.stringify(id)} is not the id of a run`);
  return id;
}
