import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * Asks for a secret on a terminal, without echo.
 *
 * @param keyboard the terminal's input, which does not echo while it is in raw mode
 * @param screen the output for the question
 * @param interrupt called on Ctrl-C, which raises no signal in raw mode
 * @param interrupted ends the question, too
 * @returns the line that was typed; empty after Ctrl-C, Ctrl-D or an interruption
 */
export async function askHidden(
  question: string,
  keyboard: NodeJS.ReadableStream,
  screen: NodeJS.WritableStream,
  { interrupt, interrupted }: { readonly interrupt: () => void; readonly interrupted: AbortSignal },
): Promise<string> {
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  // Raw mode must be on before the question is asked. readline echoes to `nowhere`.
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
  const end = () => lines.close();
  interrupted.addEventListener('abort', end);
  if (interrupted.aborted) end();
  screen.write(question);
  try {
    return await typed;
  } finally {
    interrupted.removeEventListener('abort', end);
    lines.close();
    screen.write('\n');
  }
}
