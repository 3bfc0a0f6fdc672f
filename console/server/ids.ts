import {
  type ExecutionArn,
  type MapRunArn,
  partsOf,
  type StateMachineArn,
  statesArn,
} from '../../workflow/arns.ts';
import { RequestProblem } from './http/request.ts';

/** `title-ingestion:NAME`, or `title-ingestion/LABEL:NAME` for a child: the part of an ARN after `:execution:`. */
const RUN_ID = /^[^\s:/<>{}[\]?*"#%\\^|~`$&,;]{1,80}(\/[^\s:/]{1,80})?:[^\s:/]{1,200}$/;

/** Returns the id of an execution or Map Run, which the addresses of pages contain. */
export function idOf(arn: string): string {
  return partsOf(arn).resource;
}

/** Turns ids into ARNs of the state machine's account and Region. */
export class Arns {
  readonly #prefix: string;

  constructor(stateMachineArn: StateMachineArn) {
    this.#prefix = partsOf(stateMachineArn).prefix;
  }

  /** @throws RequestProblem if the id is malformed */
  run(id: string): ExecutionArn {
    return statesArn(`${this.#prefix}:execution:${checked(id)}`, 'execution');
  }

  /** @throws RequestProblem if the id is malformed */
  mapRun(id: string): MapRunArn {
    return statesArn(`${this.#prefix}:mapRun:${checked(id)}`, 'mapRun');
  }
}

function checked(id: string): string {
  if (!RUN_ID.test(id))
    throw new RequestProblem(
      400,
      `${JSON.stringify(id)} is not the id of a run: an id is STATE-MACHINE:NAME`,
    );
  return id;
}
