// A process of its own for the tests: it starts a local Kinesis, tells where, and then does nothing until it is ended.
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
