import { UsageError } from '../../../operate/errors.ts';
import type { Io } from '../../../operate/io.ts';
import { ensureAnswerable } from '../../confirm.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Invocation } from '../../usage/declare.ts';
import { publishRange } from './publish-range.ts';
import { replayFailed } from './replay-failed.ts';
import type { ReplayOptions } from './replay-options.ts';
import { replayRange } from './replay-range.ts';

/** Adds records of the stream or of the destination of failures to the catalogue, or publishes them again. */
export function replay({ options, io }: Invocation<ReplayOptions>): Promise<ExitCode> {
  check(options, io);
  if (options.failed !== undefined) return replayFailed(options, options.failed, io);
  if (options.publish !== true) return replayRange(options, io);
  ensureAnswerable('replay --publish', options, io);
  return publishRange(options, io);
}

function check(options: ReplayOptions, io: Io): void {
  const { from, sequence, to = Infinity, publish = false, failed, local = false, stage } = options;
  if (from === undefined && sequence === undefined && failed === undefined) {
    throw new UsageError(
      'replay needs to know what: give --from start, --from TIME, --sequence N or --failed',
    );
  }
  if (typeof from === 'number' && from > io.now()) throw new UsageError('--from is in the future');
  if (typeof from === 'number' && from >= to) throw new UsageError('--to must be later than --from');
  if (failed === true && !local) {
    throw new UsageError(
      'on AWS, --failed needs a folder with the objects of the destination: fetch them with `aws s3 sync s3://BUCKET FOLDER`, then give --failed FOLDER (the output FailedRecordsBucketName of the stack names the bucket)',
    );
  }
  if (local && stage !== undefined)
    throw new UsageError('--stage is a deployment on AWS: leave out --local or --stage');
  if (local && options.endpointUrl !== undefined && failed === undefined && !publish) {
    throw new UsageError(
      'replay --local calls two servers: name them with TVGUIDE_LOCAL_KINESIS_ENDPOINT and TVGUIDE_LOCAL_DYNAMODB_ENDPOINT instead of --endpoint-url',
    );
  }
}
