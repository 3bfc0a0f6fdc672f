import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { parseArn } from '../arns.ts';
import { notRedrivable } from '../../interpreter/service-errors.ts';
import { arn } from '../shapes/members.ts';
import { required, string } from '../shapes/shape.ts';
import { toSeconds } from '../wire.ts';
import { deletingReason } from './deleting-reason.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html} */
export const redriveExecution = operation(
  { executionArn: required(arn()), clientToken: string({ min: 1, max: 64, pattern: /^[!-~]+$/ }) },
  async ({ executionArn, clientToken }, { engine, stateMachines }) => {
    parseArn(executionArn, 'execution');
    const { record } = await engine.describeExecution(executionArn);
    const reason = await deletingReason(record, stateMachines);
    if (reason !== undefined) throw notRedrivable(executionArn, reason);
    const { redriveDate } = await engine.redriveExecution({
      executionArn,
      ...omitUndefined({ clientToken }),
    });
    return { redriveDate: toSeconds(redriveDate) };
  },
);
