/** A Task on a fake function. Its output is the result of the function. */
export const task = (name: string, rest: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...rest,
});

/** A machine, branch or ItemProcessor; its first state is its start. */
export const program = (states: Readonly<Record<string, object>>): object => ({
  StartAt: Object.keys(states)[0],
  States: states,
});

/** An ItemProcessor of a Distributed Map. */
export const distributed = (states: Readonly<Record<string, object>>, type = 'STANDARD'): object => ({
  ...program(states),
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type },
});
