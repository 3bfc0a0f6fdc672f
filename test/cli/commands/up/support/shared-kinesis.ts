import { afterAll, beforeAll, jest } from '@jest/globals';
import type { LocalStream } from '../../../../../local/stream/kinesis-local.ts';
import { startLocalKinesis } from '../../../../local/stream/support/local-kinesis.ts';

// Many processes are started, on machines that may be busy.
jest.setTimeout(120_000);

let kinesis: LocalStream;

beforeAll(async () => {
  kinesis = await startLocalKinesis({ streamName: 'ProgrammeDataStream' });
});

afterAll(() => kinesis.close());

/** Options with which each `tvguide up` of a suite uses the same Kinesis, where neither its start nor its content matters. */
export const withSharedKinesis = (): readonly string[] => ['--endpoint-kinesis', kinesis.endpoint];
