import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { parseArn } from '../arns.ts';
import { arn, cause, error } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { toSeconds } from '../wire.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html} */
export const stopExecution = operation(
  { executionArn: required(arn()), error: error(), cause: cause() },
  async (request, { engine }) => {
    parseArn(request.executionArn, 'execution');
    const { stopDate } = await engine.stopExecution({
      executionArn: request.executionArn,
      ...omitUndefined({ error: request.error, cause: request.cause }),
    });
    return { stopDate: toSeconds(stopDate) };
  },
);
