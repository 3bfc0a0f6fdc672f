import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { placeholdersOf } from '../workflow/substitutions.ts';
import { FUNCTION_NAMES, type FunctionName } from '../workflow/timeouts.ts';

/** The functions of the tasks, by the names of the tasks. */
export type TaskFunctions = Readonly<Record<FunctionName, LambdaFunction>>;

/** The values and permissions with which a state machine invokes functions. */
export interface TaskInvocations {
  /** The values of the placeholders `${ListNewTitlesFunctionArn}` and the like. */
  readonly substitutions: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
}

/** `ListNewTitles` for `list-new-titles`. */
export const pascalCase = (task: FunctionName): string =>
  task
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The functions that a definition invokes, by the placeholders that stand for them in it. */
export function invocationsIn(definitionText: string, functions: TaskFunctions): TaskInvocations {
  const placeholders = placeholdersOf(definitionText);
  const invoked = FUNCTION_NAMES.map((task) => ({
    placeholder: `${pascalCase(task)}FunctionArn`,
    arn: functions[task].functionArn,
  })).filter(({ placeholder }) => placeholders.includes(placeholder));
  return {
    substitutions: Object.fromEntries(invoked.map(({ placeholder, arn }) => [placeholder, arn])),
    statements: [
      new PolicyStatement({
        sid: 'InvokeTasks',
        actions: ['lambda:InvokeFunction'],
        resources: invoked.map(({ arn }) => arn),
      }),
    ],
  };
}
