import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { redriveExecution } from '../../operate/executions/redrive-execution.ts';
import { startExecution } from '../../operate/executions/start-execution.ts';
import { uniqueExecutionName } from '../../operate/executions/execution-name.ts';
import { idOf } from './ids.ts';
import { RequestProblem } from './problem.ts';
import { previewRedrive } from './redrive-preview.ts';
import { type Handler, mayChange, needed } from './router.ts';
import { startForm, violationsOf } from './start-form.ts';

/** Only letters, digits, hyphens and underscores are good everywhere that a name goes. */
const NAME = /^[\w-]{1,80}$/;

/** GET /api/start-form: what the form for a start needs. */
export const form: Handler = () => Promise.resolve(startForm());

/** POST /api/check: what is wrong with an input. */
export const check: Handler = ({ context, body }) =>
  Promise.resolve({ violations: violationsOf(field(body, 'input'), context.io.now()) });

/** POST /api/start: starts a run. */
export const start: Handler = async ({ context, body }) => {
  mayChange(context);
  const input = field(body, 'input');
  const violations = violationsOf(input, context.io.now());
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

/** POST /api/stop: stops a run. What it has published stays. */
export const stop: Handler = async ({ context, body }) => {
  mayChange(context);
  const executionArn = context.arns.run(text(body, 'id'));
  await context.sfn.client.send(
    new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'Stopped in the console' }),
  );
  context.models.wake(executionArn);
  return {};
};

/** GET /api/redrive: what a redrive would do. */
export const preview: Handler = ({ context, query }) =>
  previewRedrive(context, context.arns.run(needed(query, 'id')));

/** POST /api/redrive: redrives a run, once for each redrive count that a page has seen. */
export const redrive: Handler = async ({ context, body }) => {
  mayChange(context);
  const executionArn = context.arns.run(text(body, 'id'));
  const redriveCount = Number(field(body, 'redriveCount'));
  if (!Number.isSafeInteger(redriveCount)) throw new RequestProblem(400, 'the request needs redriveCount');
  await redriveExecution(context.sfn, { executionArn, redriveCount });
  context.models.wake(executionArn);
  return {};
};

function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

function text(body: unknown, name: string): string {
  const value = field(body, name);
  if (typeof value !== 'string') throw new RequestProblem(400, `the request needs ${name}`);
  return value;
}
