import { expect, it } from '@jest/globals';
import { Harness, VirtualClock, type FakeFunction } from '../../../../../local/stepfunctions/testing.ts';
import { program } from '../support/states.ts';
import { settled } from '../../../../support/settled.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 366 * 24 * HOUR_MS;

it.each([
  ['back by two days', -48 * HOUR_MS],
  ['forwards by more than a year', 2 * YEAR_MS],
])('an execution is not affected if its clock is set %s', async (_, jump) => {
  const set: FakeFunction = () => {
    harness.clock.setBy(jump);
    return null;
  };
  const harness: Harness = new Harness({ set });
  const startedAt = harness.clock.monotonic();
  const record = await harness.run({
    QueryLanguage: 'JSONata',
    StartAt: 'Set the clock',
    States: {
      'Set the clock': {
        Type: 'Task',
        Resource: 'arn:aws:lambda:eu-west-2:000000000000:function:set',
        TimeoutSeconds: 60,
        Next: 'Wait',
      },
      Wait: { Type: 'Wait', Seconds: 90, End: true },
    },
  });
  expect(record.status).toBe('SUCCEEDED');
  expect(harness.clock.monotonic() - startedAt).toBe(90_000);
});

/** Records sleeps and counts yields. */
class AskedClock extends VirtualClock {
  readonly sleeps: { readonly milliseconds: number; readonly signal: AbortSignal | undefined }[] = [];
  turns = 0;
  /** The number of further turns in a row that are long. */
  long = 0;

  constructor() {
    super(settled);
  }

  override sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push({ milliseconds, signal });
    return super.sleep(milliseconds, signal);
  }

  override yieldTurn(): Promise<void> {
    this.turns += 1;
    return super.yieldTurn();
  }

  isTurnLong(): boolean {
    this.long -= 1;
    return this.long >= 0;
  }
}

const passes = (count: number): object =>
  program({
    ...Object.fromEntries(
      Array.from({ length: count - 1 }, (_, index) => [`P${index}`, { Type: 'Pass', Next: `P${index + 1}` }]),
    ),
    [`P${count - 1}`]: { Type: 'Pass', End: true },
  });

it.each([
  [49, 0],
  [50, 1],
  [120, 2],
])('an execution of %i states yields %i times', async (count, turns) => {
  const clock = new AskedClock();
  expect((await new Harness({}, { clock }).run(passes(count))).status).toBe('SUCCEEDED');
  expect(clock.turns).toBe(turns);
});

it('an execution yields while its turn is long', async () => {
  const clock = new AskedClock();
  clock.long = 3;
  await new Harness({}, { clock }).run(passes(2));
  expect(clock.turns).toBe(3);
});

it('an execution that has ended no longer waits for its time limit', async () => {
  const clock = new AskedClock();
  const harness = new Harness({}, { clock });
  await harness.run({ TimeoutSeconds: 100, ...passes(1) });
  expect(clock.sleeps.map(({ milliseconds, signal }) => [milliseconds, signal?.aborted])).toEqual([
    [100_000, true],
  ]);
});

it.each([{ Seconds: 0 }, { Timestamp: '2001-01-01T00:00:00Z' }])(
  'a Wait of zero seconds sets no timer: %j',
  async (wait) => {
    const clock = new AskedClock();
    const record = await new Harness({}, { clock }).run(program({ W: { Type: 'Wait', ...wait, End: true } }));
    expect(record.status).toBe('SUCCEEDED');
    expect(clock.sleeps).toEqual([]);
  },
);

it.each([
  [5, 'SUCCEEDED'],
  [6, 'TIMED_OUT'],
])('a Wait of %i seconds with a maximum duration of five has %s', async (seconds, status) => {
  const harness = new Harness({}, { quotas: { standardExecutionMs: 5000 } });
  const before = harness.clock.now();
  const record = await harness.run(program({ W: { Type: 'Wait', Seconds: seconds, End: true } }));
  expect([record.status, harness.clock.now() - before]).toEqual([status, 5000]);
});
