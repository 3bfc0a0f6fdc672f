import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { askHidden } from '../../cli/ask-hidden.ts';

const QUESTION = 'Watchmode API key (not shown): ';

/** A terminal that notes, in order, when it stops and starts to echo and what is written to it. */
function terminal() {
  const seen: string[] = [];
  const keyboard = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (raw: boolean) => seen.push(raw ? 'echo off' : 'echo on'),
  });
  const screen = new Writable({
    write(chunk: Buffer, _, done) {
      seen.push(String(chunk));
      done();
    },
  });
  return { seen, keyboard, screen };
}

describe('the question for a secret', () => {
  it('is asked when the terminal echoes no more, and what is typed is shown nowhere', async () => {
    const { seen, keyboard, screen } = terminal();

    const asked = askHidden(QUESTION, keyboard, screen, {
      interrupt: () => seen.push('interrupted'),
      interrupted: new AbortController().signal,
    });
    keyboard.write('K3y\r');

    expect(await asked).toBe('K3y');
    expect(seen).toEqual(['echo off', QUESTION, 'echo on', '\n']);
  });

  it.each([
    ['Ctrl-C', '\u0003', ['interrupted', 'echo on', '\n']],
    ['Ctrl-D', '\u0004', ['echo on', '\n']],
  ])('takes %s for no key, and lets the terminal echo again', async (_, typed, then) => {
    const { seen, keyboard, screen } = terminal();

    const asked = askHidden(QUESTION, keyboard, screen, {
      interrupt: () => seen.push('interrupted'),
      interrupted: new AbortController().signal,
    });
    keyboard.write(typed);

    expect(await asked).toBe('');
    expect(seen.slice(2)).toEqual(then);
  });

  it('ends on a signal, and lets the terminal echo again', async () => {
    const { seen, keyboard, screen } = terminal();
    const interruption = new AbortController();

    const asked = askHidden(QUESTION, keyboard, screen, {
      interrupt: () => undefined,
      interrupted: interruption.signal,
    });
    interruption.abort();

    expect(await asked).toBe('');
    expect(seen).toEqual(['echo off', QUESTION, 'echo on', '\n']);
  });
});
