/** A program that fans out on a store until it is killed, and prints a line for each ended child execution. */
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
