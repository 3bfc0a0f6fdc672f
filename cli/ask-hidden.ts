import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * Asks for a secret on a terminal. What is typed is shown nowhere.
 *
 * @param keyboard the terminal's input, which does not echo while it is in raw mode
 * @param screen where the question is written
 * @param interrupt called on Ctrl-C, which raises no signal in raw mode
 * @returns the line that was typed; empty after Ctrl-C or Ctrl-D
 */
export async function askHidden(
  question: string,
  keyboard: NodeJS.ReadableStream,
  screen: NodeJS.WritableStream,
  interrupt: () => void,
): Promise<string> {
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  // Before the question is asked: from here on the terminal is in raw mode, and readline echoes into the void.
  const lines = createInterface({ input: keyboard, output: nowhere, terminal: true });
  const typed = new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('SIGINT', () => {
      interrupt();
      lines.close();
    });
    lines.once('close', () => {
      resolve('');
    });
  });
  screen.write(question);
  try {
    return await typed;
  } finally {
    lines.close();
    screen.write('\n');
  }
}
