import { SCHEDULED_RETRY_POLICY } from '../../../workflow/retry-policy.ts';
import { renderRedriver } from '../../../workflow/redrive-failed-run.ts';
import { renderDefinition } from '../../../workflow/substitutions.ts';
import { functionArns } from '../../../workflow/tasks.ts';
import { machine } from '../../../local/stepfunctions/testing.ts';

/** A waiting run checks every five minutes, because a world can have hours of waits and each check costs time. */
const RETRY_POLICY = { ...SCHEDULED_RETRY_POLICY, EarlierRunWaitSeconds: 300 };

const arn = (name: string) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;

/** The state machine title-ingestion with two batches at once. */
export const INGESTION = machine(
  JSON.parse(
    renderDefinition(
      {
        Partition: 'aws',
        ProgressTable: 'TvGuideProgress',
        ...functionArns('title-ingestion', arn),
        BatchesAtOnce: '2',
      },
      RETRY_POLICY,
    ),
  ) as object,
  'title-ingestion',
);

/** The state machine redrive-failed-run. */
export const REDRIVER = machine(
  JSON.parse(renderRedriver({ Partition: 'aws', ...functionArns('redrive-failed-run', arn) })) as object,
  'redrive-failed-run',
);
