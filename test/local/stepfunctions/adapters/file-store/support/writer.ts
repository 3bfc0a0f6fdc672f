/** A program that writes one journal until it is killed, and prints the id of each event once it is flushed. */
import { FileStore } from '../../../../../../local/stepfunctions/adapters/file-store/file-store.ts';
import { RealClock } from '../../../../../../local/stepfunctions/adapters/real-clock.ts';

const [, , folder = ''] = process.argv;
const clock = new RealClock();
const store = new FileStore(folder, { clock, warn: () => undefined });
const machine = 'arn:aws:states:eu-west-2:000000000000:stateMachine:machine';
const executionArn = `arn:aws:states:eu-west-2:000000000000:execution:machine:${process.pid}`;
store.putExecution({
  executionArn,
  name: String(process.pid),
  stateMachineArn: machine,
  snapshotId: 's',
  type: 'STANDARD',
  status: 'RUNNING',
  // Uses the newest. Process ids wrap around.
  startDate: clock.now(),
  input: '{}',
  redriveCount: 0,
});
for (let id = 1; ; id += 1) {
  const details = { name: 'State', output: '{}', outputDetails: { truncated: false } };
  store.append(executionArn, {
    path: '',
    event: { id, previousEventId: id - 1, timestamp: id, type: 'PassStateExited', details },
  });
  if (id % 7 === 0) {
    await store.flush();
    process.stdout.write(`${id}\n`);
  }
}
