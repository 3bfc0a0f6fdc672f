import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { PlainView } from '../../../cli/progress/plain-view.ts';
import type { Progress } from '../../../cli/progress/progress.ts';
import { createProgressView } from '../../../cli/progress/create-progress-view.ts';
import { TerminalView } from '../../../cli/progress/terminal-view.ts';
import { createPrinter } from '../../../cli/render/printer.ts';
import { FakeIo } from '../support/fake-io.ts';
import { entered, historyOf } from '../support/history.ts';
import { reduceHistory } from '../../../operate/run/reduce-history.ts';

const START = Date.UTC(2026, 10, 24, 6, 0, 0);

/** An execution that goes through its titles since one second after {@link START}. */
function progress(succeeded: number, retries = 0): Progress {
  const events = historyOf(
    { type: 'ExecutionStarted' },
    entered('Map', 'Ingest titles'),
    { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 300 } },
    { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn: 'arn:map-run' } },
  );
  return {
    visits: reduceHistory(events).visits,
    ended: false,
    startedAt: START,
    endedAt: undefined,
    titles: { total: 300, succeeded, failed: 0, running: 100, pending: 0, aborted: 0 },
    retries: new Map(),
    children: {
      retries: new Map(retries === 0 ? [] : [['Lambda.Unknown', retries]]),
      lookedInto: undefined,
    },
  };
}

describe('in a log', () => {
  it('a line is printed if something has changed, at most every ten seconds', () => {
    let now = START + 1_000;
    const io = new FakeIo();
    const view = new PlainView({ now: () => now }, createPrinter(io, {}));
    const at = (second: number, known: Progress) => {
      now = START + second * 1_000;
      io.written.err = '';
      view.show(known);
      return io.written.err;
    };

    expect(at(2, progress(0))).toBe('');
    expect(at(3, progress(10))).toBe('… Ingest titles 10/300 titles, 10/s, 2.0 s\n');
    expect(at(12, progress(20))).toBe('');
    expect(at(13, progress(20))).toMatch(
      /^… Ingest titles 20\/300 titles, 1\.8\/s, about 2 min .* left, 12\.0 s\n$/,
    );
    expect(at(30, progress(20))).toBe('');
    expect(at(60, progress(20, 1))).toContain('1 retry (1 Lambda.Unknown)');
  });
});

describe('which view', () => {
  const viewOn = (isTTY: boolean, env: Record<string, string>) => {
    const io = new FakeIo({ isTTY, env });
    const view = createProgressView(io, createPrinter(io, { color: false }));
    view.stop();
    return view;
  };

  it.each([
    ['a terminal', true, { TERM: 'xterm-256color' }, TerminalView],
    ['a file or a pipe', false, { TERM: 'xterm-256color' }, PlainView],
    ['a terminal that cannot move its cursor', true, { TERM: 'dumb' }, PlainView],
    ['the terminal of a CI job', true, { TERM: 'xterm', CI: 'true' }, PlainView],
  ])('on %s', (_, isTTY, env, expected) => {
    expect(viewOn(isTTY, env)).toBeInstanceOf(expected);
  });
});

describe('on a terminal', () => {
  it('the line fits into the width that the terminal has at the moment', () => {
    const io = new FakeIo({ isTTY: true, now: START + 5_000 });
    let columns = 100;
    let drawn = '';
    const stream = Object.assign(Object.create(io.err.stream as object) as NodeJS.WriteStream, {
      write: (text: string) => {
        drawn += text;
        return true;
      },
    });
    const err = {
      write: (text: string) => io.err.write(text),
      isTTY: true,
      stream,
      get columns() {
        return columns;
      },
    };
    const view = new TerminalView(
      {
        ...{ out: io.out, err, env: {}, cwd: '', program: '', interrupted: io.interrupted },
        ...{ now: () => io.now(), monotonic: () => 0, every: () => () => undefined },
        readHidden: () => Promise.resolve(''),
      },
      createPrinter(io, { color: false }),
    );
    const draw = (width: number) => {
      columns = width;
      drawn = '';
      view.show(progress(30));
      return stripVTControlCharacters(drawn).split('\n').at(-1) ?? '';
    };

    const [wide, narrower, narrow, tiny] = [100, 55, 40, 20].map(draw);
    // The line would go on turning.
    view.stop();
    expect(wide).toMatch(/Ingest titles [█▒░]{32} 30\/300 titles, 4\.0 s$/);
    expect(narrower).toMatch(/Ingest titles [█▒░]{10,17} 30\/300 titles, 4\.0 s$/);
    expect(narrow).toMatch(/Ingest titles 30\/300 titles, 4\.0 s$/);
    expect(tiny?.length).toBeLessThan(20);
  });
});
