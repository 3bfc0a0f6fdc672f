import { describe, expect, it } from '@jest/globals';
import { createPrinter } from '../../../cli/render/printer.ts';
import { FakeIo } from '../support/fake-io.ts';

/** Clears the screen, sets the window's title, goes back, hides, rings, turns the writing. */
const HOSTILE = 'A\u001b[2J\u001b]0;x\u0007\r\u001b[8mB\u009b2J\u202eC\u007f';
const SHOWN = 'A\\u001b[2J\\u001b]0;x\\u0007\\u000d\\u001b[8mB\\u009b2J\\u202eC\\u007f';

describe('what a printer prints', () => {
  it.each([true, false])('shows control characters and does not send them (colour: %p)', (color) => {
    const io = new FakeIo({ isTTY: true });
    const printer = createPrinter(io, { color });
    printer.result(HOSTILE);
    printer.note(HOSTILE);
    printer.warn(HOSTILE);

    expect(io.written.out).toBe(`${SHOWN}\n`);
    expect(io.written.err).toContain(`${SHOWN}\n`);
    expect(io.written.err.split('\n').filter((line) => line.endsWith(SHOWN))).toHaveLength(2);
  });

  it('keeps its own colours and line feeds, and those alone', () => {
    const io = new FakeIo({ isTTY: true });
    const printer = createPrinter(io, { color: true });
    printer.result(`${printer.style.green('é')}\n${printer.style.dim('2')}`);

    expect(io.written.out).toBe('\u001b[32mé\u001b[39m\n\u001b[2m2\u001b[22m\n');
    const plain = new FakeIo();
    createPrinter(plain, {}).result('\u001b[31mred');
    expect(plain.written.out).toBe('\\u001b[31mred\n');
  });

  it('is JSON that means the same', () => {
    const io = new FakeIo();
    createPrinter(io, { json: true }).json({ title: HOSTILE });

    expect(JSON.parse(io.written.out)).toEqual({ title: HOSTILE });
    expect(io.written.out).not.toMatch(/[\u0000-\u0009\u007f-\u009f\u202e]/);
  });
});
