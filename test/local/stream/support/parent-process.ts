// A child process of the tests: starts a local Kinesis, prints its endpoint, and then waits to be ended.
import { RealClock } from '../../../../local/stepfunctions/index.ts';
import { startStream } from '../../../../local/stream/kinesis-local.ts';

const [launcher = '', kinesisLocal = '', codeCache = ''] = process.argv.slice(2);
const { endpoint } = await startStream({
  streamName: 'programmes',
  shards: 1,
  clock: new RealClock(),
  launcher,
  kinesisLocal,
  codeCache,
});
process.stdout.write(`${endpoint}\n`);
