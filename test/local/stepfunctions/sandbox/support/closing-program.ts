/** A program that evaluates an expression, closes its sandbox, and then reports it. */
import { ProcessSandbox } from '../../../../../local/stepfunctions/sandbox/process-sandbox.ts';

const [, , program = ''] = process.argv;
const sandbox = new ProcessSandbox({ program });
const request = { source: '1 + 1', variables: {}, now: 0 };
await sandbox.evaluate(request, new AbortController().signal);
await sandbox.close();
process.stdout.write('closed');
