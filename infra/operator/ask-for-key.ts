import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * Asks for the Watchmode key on a terminal. What is typed is shown nowhere.
 *
 * @param keyboard the terminal's input, which does not echo while it is in raw mode
 * @param screen where the question is written
 * @returns the line that was typed; empty after Ctrl-C or Ctrl-D
 */
export async function askForKey(keyboard: NodeJS.ReadableStream, screen: Writable): Promise<string> {
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  // Before the question is asked: from here on the terminal is in raw mode, and readline echoes into the void.
  const lines = createInterface({ input: keyboard, output: nowhere, terminal: true });
  const typed = new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => {
      resolve('');
    });
  });
  screen.write('Watchmode API key (not shown): ');
  try {
    return await typed;
  } finally {
    lines.close();
    screen.write('\n');
  }
}
