/** What an ARN of Step Functions names. */
export type ArnKind = 'stateMachine' | 'execution' | 'express' | 'mapRun';

declare const kindOfArn: unique symbol;

/** The ARN of one kind of resource. It can be used as a string, but a string is not one until it has been checked. */
export type Arn<Kind extends ArnKind> = string & { readonly [kindOfArn]: Kind };

export type StateMachineArn = Arn<'stateMachine'>;
/** The ARN of an execution: a run, or a child of one. */
export type ExecutionArn = Arn<'execution' | 'express'>;
export type MapRunArn = Arn<'mapRun'>;

/** The parts of an ARN of Step Functions: `arn:PARTITION:states:REGION:ACCOUNT:KIND:RESOURCE`. */
export interface ArnParts {
  /** All before the kind: `arn:PARTITION:states:REGION:ACCOUNT`. */
  readonly prefix: string;
  readonly region: string;
  readonly account: string;
  readonly kind: string;
  /** All behind the kind: a state machine's name; `MACHINE:NAME`, or `MACHINE/LABEL:NAME` for a child. */
  readonly resource: string;
}

/** Slices an ARN; what a text lacks is empty. */
export function partsOf(arn: string): ArnParts {
  const parts = arn.split(':');
  const [, , , region = '', account = '', kind = ''] = parts;
  return { prefix: parts.slice(0, 5).join(':'), region, account, kind, resource: parts.slice(6).join(':') };
}

/** Tells the ARN of one kind of resource from those of others, and from names. */
export function isStatesArn<Kind extends ArnKind>(
  text: string,
  ...kinds: readonly Kind[]
): text is Arn<Kind> {
  return /^arn:[\w-]+:states:/.test(text) && kinds.some((kind) => kind === partsOf(text).kind);
}

/**
 * Takes a text as the ARN of one kind of resource.
 *
 * @throws Error when it is none
 */
export function statesArn<Kind extends ArnKind>(text: string, ...kinds: readonly Kind[]): Arn<Kind> {
  if (isStatesArn(text, ...kinds)) return text;
  throw new Error(`${JSON.stringify(text)} is not the ARN of ${kinds.join(' or ')}`);
}

/** Tells what is meant to be an ARN, of whatever service, from a name. */
export function looksLikeArn(text: string): boolean {
  return text.startsWith('arn:');
}

/** The ARN that an execution of this state machine has by its name. */
export function executionArnOf(stateMachineArn: StateMachineArn, name: string): ExecutionArn {
  return statesArn(`${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`, 'execution');
}

/** True for the ARN of a child of a Map Run, which has the label of its Map: `...:execution:MACHINE/LABEL:NAME`. */
export function isChildArn(executionArn: string): boolean {
  return partsOf(executionArn).resource.includes('/');
}

/** The last part of an ARN, or of its resource alone: an execution's or a state machine's name. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
