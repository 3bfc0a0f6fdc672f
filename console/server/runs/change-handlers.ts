import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { findInputViolations } from '../../../operate/executions/input-violations.ts';
import { startExecution } from '../../../operate/executions/start-execution.ts';
import { STOPPED } from '../../../operate/executions/stopped-by.ts';
import { uniqueExecutionName } from '../../../operate/executions/execution-name.ts';
import { type Handler, mayChange } from '../http/handler.ts';
import { field, RequestProblem, text } from '../http/request.ts';
import { idOf } from '../ids.ts';
import { startForm } from './start-form.ts';

/** Step Functions allows more characters, but these are safe in addresses, file names and shells. */
const NAME = /^[\w-]{1,80}$/;

/** GET /api/start-form: the fields and examples of the form that starts a run. */
export const form: Handler = () => Promise.resolve(startForm());

/** POST /api/check: the violations of an input. */
export const check: Handler = ({ context, body }) =>
  Promise.resolve({ violations: findInputViolations(field(body, 'input'), context.io.now()) });

/** POST /api/start: starts a run. */
export const start: Handler = async ({ context, body }) => {
  mayChange(context);
  const input = field(body, 'input');
  const violations = findInputViolations(input, context.io.now());
  if (violations.length > 0) throw new RequestProblem(400, 'this is not an execution input', violations);
  const wanted = field(body, 'name');
  const name =
    typeof wanted === 'string' && wanted !== ''
      ? wanted
      : uniqueExecutionName(input as Record<string, unknown>, context.io.now());
  if (!NAME.test(name)) {
    throw new RequestProblem(400, 'a name has 1 to 80 letters, digits, hyphens and underscores');
  }
  const { stateMachineArn } = context.options;
  const started = await startExecution(context.sfn, { stateMachineArn, name, input: JSON.stringify(input) });
  return { id: idOf(started.executionArn) };
};

/** POST /api/stop: stops a run. Published records stay on the stream. */
export const stop: Handler = async ({ context, body }) => {
  mayChange(context);
  const executionArn = context.arns.run(text(body, 'id'));
  await context.sfn.client.send(new StopExecutionCommand({ executionArn, ...STOPPED.byConsole }));
  context.models.wake(executionArn);
  return {};
};
