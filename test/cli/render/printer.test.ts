import { describe, expect, it } from '@jest/globals';
import { createPrinter, usesColour } from '../../../cli/render/printer.ts';
import { FakeIo } from '../support/fake-io.ts';

describe('createPrinter', () => {
  it('prints results on stdout and notes and warnings on stderr', () => {
    const io = new FakeIo();
    const printer = createPrinter(io, {});
    printer.result('a result');
    printer.json({ not: 'shown' });
    printer.note('a note');
    printer.warn('beware');
    expect(io.written).toEqual({ out: 'a result\n', err: 'a note\nwarning: beware\n' });
  });

  it('prints JSON alone on stdout with --json', () => {
    const io = new FakeIo();
    const printer = createPrinter(io, { json: true });
    printer.result('not shown');
    printer.json({ a: 1 });
    expect(io.written.out).toBe('{"a":1}\n');
  });

  it('writes commands the way the program was called', () => {
    const io = new FakeIo({ program: 'npm run -s tvguide --' });
    const printer = createPrinter(io, {});
    printer.result('`tvguide up` starts it');
    printer.note('`tvguide run --redrive last`');
    printer.warn('see `tvguide list`');
    expect(io.written).toEqual({
      out: '`npm run dev` starts it\n',
      err: '`npm start -- --redrive last`\nwarning: see `npm run -s tvguide -- list`\n',
    });
  });

  it('leaves out notes but not warnings with --quiet', () => {
    const io = new FakeIo();
    const printer = createPrinter(io, { quiet: true });
    printer.note('not shown');
    printer.warn('beware');
    expect(io.written.err).toBe('warning: beware\n');
  });
});

describe('usesColour', () => {
  const terminal = new FakeIo({ isTTY: true }).out;
  const file = new FakeIo().out;

  it.each([
    ['a terminal', terminal, {}, undefined, true],
    ['no terminal', file, {}, undefined, false],
    ['a terminal that cannot', terminal, { TERM: 'dumb' }, undefined, false],
    ['NO_COLOR on a terminal', terminal, { NO_COLOR: '1' }, undefined, false],
    ['an empty NO_COLOR on a terminal', terminal, { NO_COLOR: '' }, undefined, true],
    ['FORCE_COLOR on a file', file, { FORCE_COLOR: '1' }, undefined, true],
    ['FORCE_COLOR=0 on a terminal', terminal, { FORCE_COLOR: '0' }, undefined, false],
    ['NO_COLOR and FORCE_COLOR', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, false],
    ['--color with NO_COLOR', file, { NO_COLOR: '1' }, true, true],
    ['--no-color on a terminal', terminal, { FORCE_COLOR: '1' }, false, false],
  ])('decides for %s', (_, output, env, option, expected) => {
    expect(usesColour(output, env, option)).toBe(expected);
  });
});
