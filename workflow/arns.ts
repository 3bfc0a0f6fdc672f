/** The kinds of resource in an ARN of Step Functions. */
export type ArnKind = 'stateMachine' | 'execution' | 'express' | 'mapRun';

declare const kindOfArn: unique symbol;

/** The checked ARN of one kind of resource. */
export type Arn<Kind extends ArnKind> = string & { readonly [kindOfArn]: Kind };

/** The ARN of a state machine. */
export type StateMachineArn = Arn<'stateMachine'>;
/** The ARN of an execution: a run, or a child of one. */
export type ExecutionArn = Arn<'execution' | 'express'>;
/** The ARN of a Map Run. */
export type MapRunArn = Arn<'mapRun'>;

/** The parts of an ARN of Step Functions: `arn:PARTITION:states:REGION:ACCOUNT:KIND:RESOURCE`. */
export interface ArnParts {
  /** The part before the kind: `arn:PARTITION:states:REGION:ACCOUNT`. */
  readonly prefix: string;
  readonly region: string;
  readonly account: string;
  readonly kind: string;
  /** The part after the kind: a state machine's name; `MACHINE:NAME`, or `MACHINE/LABEL:NAME` for a child. */
  readonly resource: string;
}

/** Splits an ARN. Missing parts are empty. */
export function partsOf(arn: string): ArnParts {
  const parts = arn.split(':');
  const [, , , region = '', account = '', kind = ''] = parts;
  return { prefix: parts.slice(0, 5).join(':'), region, account, kind, resource: parts.slice(6).join(':') };
}

/** Returns true if a text is an ARN of one of these kinds. */
export function isStatesArn<Kind extends ArnKind>(
  text: string,
  ...kinds: readonly Kind[]
): text is Arn<Kind> {
  return /^arn:[\w-]+:states:/.test(text) && kinds.some((kind) => kind === partsOf(text).kind);
}

/**
 * Checks that a text is an ARN of one of these kinds.
 *
 * @throws Error if it is not
 */
export function statesArn<Kind extends ArnKind>(text: string, ...kinds: readonly Kind[]): Arn<Kind> {
  if (isStatesArn(text, ...kinds)) return text;
  throw new Error(`${JSON.stringify(text)} is not the ARN of ${kinds.join(' or ')}`);
}

/** Returns true if a text is an ARN of any service, or a misspelt one, rather than a name. */
export function looksLikeArn(text: string): boolean {
  return text.startsWith('arn:');
}

/** Returns the ARN of an execution of this state machine. */
export function executionArnOf(stateMachineArn: StateMachineArn, name: string): ExecutionArn {
  return statesArn(`${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`, 'execution');
}

/** Returns true for a child execution of a Map Run, whose ARN has a label: `...:execution:MACHINE/LABEL:NAME`. */
export function isChildArn(executionArn: string): boolean {
  return partsOf(executionArn).resource.includes('/');
}

/** Returns the name of an execution or state machine: the last part of its ARN. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
