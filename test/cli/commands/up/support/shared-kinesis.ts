import { afterAll, beforeAll } from '@jest/globals';
import type { LocalStream } from '../../../../../local/stream/kinesis-local.ts';
import { startLocalKinesis } from '../../../../local/stream/support/local-kinesis.ts';

let kinesis: LocalStream;

beforeAll(async () => {
  kinesis = await startLocalKinesis({ streamName: 'ProgrammeDataStream' });
});

afterAll(() => kinesis.close());

/** Has `tvguide up` use one Kinesis with all others of this suite, where neither its start nor its content matters. */
export const withSharedKinesis = (): readonly string[] => ['--endpoint-kinesis', kinesis.endpoint];
