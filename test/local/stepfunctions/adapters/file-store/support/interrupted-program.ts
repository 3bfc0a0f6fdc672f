/** A program that fans out over a store in a folder until it is killed, and prints a line for each child that has ended. */
import { openFanOut, startFanOut } from './fan-out.ts';

const [, , folder = ''] = process.argv;
const { engine } = openFanOut(folder, {
  observer: {
    onExecution({ child, status }) {
      if (child !== undefined && status === 'SUCCEEDED') process.stdout.write('ended\n');
    },
  },
});
await startFanOut(engine);
