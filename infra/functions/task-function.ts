import { join } from 'node:path';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { TASKS, type TaskName } from '../../workflow/tasks.ts';
import { HandlerFunction, type HandlerFunctionProps } from './handler-function.ts';

/** The functions of the tasks, by the names of the tasks. */
export type TaskFunctions = Readonly<Record<TaskName, LambdaFunction>>;

/** The properties of {@link TaskFunction}. */
export interface TaskFunctionProps extends Omit<
  HandlerFunctionProps,
  'entry' | 'description' | 'timeoutSeconds'
> {
  /** The folder of `handler.ts` below `tasks/`. */
  readonly task: TaskName;
}

/** The Lambda function of a task. */
export class TaskFunction extends HandlerFunction {
  constructor(scope: Construct, id: string, { task, ...props }: TaskFunctionProps) {
    const { description, timeoutSeconds } = TASKS[task];
    super(scope, id, { ...props, entry: join('tasks', task, 'handler.ts'), description, timeoutSeconds });
  }
}
