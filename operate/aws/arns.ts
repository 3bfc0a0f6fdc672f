/** What an ARN of Step Functions names. */
export type ArnKind = 'stateMachine' | 'execution' | 'express' | 'mapRun';

/** The parts of an ARN of Step Functions: `arn:PARTITION:states:REGION:ACCOUNT:KIND:RESOURCE`. */
export interface ArnParts {
  /** All before the kind: `arn:PARTITION:states:REGION:ACCOUNT`. */
  readonly place: string;
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
  return { place: parts.slice(0, 5).join(':'), region, account, kind, resource: parts.slice(6).join(':') };
}

/** Whether a text is an ARN of Step Functions, rather than a name. */
export function isStatesArn(text: string, kind: ArnKind): boolean {
  return /^arn:[\w-]+:states:/.test(text) && partsOf(text).kind === kind;
}

/** Whether a text wants to be an ARN, of whatever kind. */
export function looksLikeArn(text: string): boolean {
  return text.startsWith('arn:');
}

/** The ARN that an execution of this state machine has by its name. */
export function executionArnOf(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The Region and the account that an ARN is of. */
export function placeOf(arn: string): { readonly region: string; readonly account: string } {
  const { region, account } = partsOf(arn);
  return { region, account };
}

/** The last part of an ARN, or of its resource alone: an execution's or a state machine's name. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
