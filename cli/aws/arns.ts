/** What an ARN of Step Functions names. */
export type ArnKind = 'stateMachine' | 'execution' | 'express' | 'mapRun';

/** Whether a text is an ARN of Step Functions, rather than a name. */
export function isStatesArn(text: string, kind: ArnKind): boolean {
  return /^arn:[\w-]+:states:/.test(text) && text.split(':')[5] === kind;
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
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}

/** The last part of an ARN: an execution's or a state machine's name. */
export function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? arn;
}
