import { knownMachines } from '../../support/known-machines.ts';
import { describe, expect, it } from '@jest/globals';
import type { ListedItem } from '../../../events/types.ts';
import { previewRedrive } from '../../../console/server/redrive/handlers.ts';
import { openContext } from '../../../console/server/context.ts';
import { RealClock, startApi, systemRandom, type JsonValue } from '../../../local/stepfunctions/index.ts';
import { FakeIo, runCli } from '../../cli/support/fake-io.ts';
import { LAPTOP } from '../../console/server/support/laptop-options.ts';
import { fetchedTitle } from '../../tasks/support/title.ts';
import { sweepListing } from '../../workflow/scenarios/support/sweep-listing.ts';
import { fail, WorkflowHarness, titleOf } from '../../workflow/scenarios/support/workflow-harness.ts';
import { settled } from '../../support/settled.ts';

const TITLES = 120;
/** Fifty titles are fetched at once. */
const BATCHES_AT_ONCE = 5;

const executionArn = 'arn:aws:states:eu-west-2:000000000000:execution:machine:cut';

/** A run that fetches some titles, and then comes to an end of some kind. */
class CutRun {
  /** The titles that were fetched since the start or the last redrive. */
  readonly fetched = new Set<number>();
  harness: WorkflowHarness;
  #limit = 0;
  #end: () => unknown = () => undefined;
  #ended: Promise<unknown> | undefined;

  constructor() {
    this.harness = this.#open();
  }

  /** Starts the run and fetches so many titles before `end` is called. */
  async start(limit: number, end: (harness: WorkflowHarness) => unknown): Promise<void> {
    const ended = this.#untilEnd(limit, end);
    await this.harness.start('cut');
    await ended;
  }

  /** Redrives the run, and fetches so many titles before it fails. */
  async redrive(limit = Infinity): Promise<void> {
    void this.#untilEnd(limit, refuse);
    await this.harness.redrive(executionArn);
  }

  /** Has another process take over the store. */
  async reopen(): Promise<void> {
    this.harness = this.#open(this.harness);
    await this.harness.engine.recover();
  }

  #untilEnd(limit: number, end: (harness: WorkflowHarness) => unknown): Promise<void> {
    this.fetched.clear();
    this.#limit = limit;
    this.#ended = undefined;
    return new Promise((resolve) => {
      this.#end = () => {
        resolve();
        return end(this.harness);
      };
    });
  }

  #open(before?: WorkflowHarness): WorkflowHarness {
    const harness: WorkflowHarness = new WorkflowHarness({
      titles: TITLES,
      batchesAtOnce: BATCHES_AT_ONCE,
      ...(before === undefined ? {} : { store: before.store, progress: before.progress }),
      fetch: async (payload) => {
        const titleId = titleOf(payload);
        if (this.fetched.size < this.#limit) {
          this.fetched.add(titleId);
          return fetchedTitle(titleId) as unknown as JsonValue;
        }
        // Fetched titles are recorded first.
        this.#ended ??= harness.clock.hold(settled().then(() => this.#end()));
        await this.#ended;
        return new Promise(() => undefined);
      },
    });
    return harness;
  }
}

const refuse = () => fail('Watchmode.Unauthorized', 'Watchmode refuses the key');

async function failedRun(): Promise<CutRun> {
  const run = new CutRun();
  await run.start(48, refuse);
  await run.harness.engine.whenEnded(executionArn);
  return run;
}

const ENDS: readonly (readonly [what: string, status: string, kept: number, cut: () => Promise<CutRun>])[] = [
  ['failed', 'FAILED', 48, failedRun],
  [
    'was stopped',
    'ABORTED',
    48,
    async () => {
      const run = new CutRun();
      await run.start(48, ({ engine }) => engine.stopExecution({ executionArn }));
      await run.harness.engine.whenEnded(executionArn);
      return run;
    },
  ],
  [
    'was killed, and is seen by another process',
    'INTERRUPTED',
    48,
    async () => {
      const run = new CutRun();
      await run.start(48, ({ engine }) => void engine.close());
      await run.reopen();
      return run;
    },
  ],
  [
    'was redriven and failed again',
    'FAILED',
    78,
    async () => {
      const run = await failedRun();
      await run.redrive(30);
      return run;
    },
  ],
];

async function numbersOf({ harness }: Pick<CutRun, 'harness'>) {
  const api = await startApi({
    engine: harness.engine,
    stateMachines: knownMachines('machine'),
    random: systemRandom,
    clock: new RealClock(),
    port: 0,
    onDefect: (error) => {
      throw error;
    },
  });
  const target = { local: true, endpointUrl: api.url };
  const context = await openContext({ io: new FakeIo(), ...LAPTOP, stepFunctions: target });
  try {
    const options = ['--local', '--endpoint-url', api.url];
    const redrive = await runCli(['redrive', executionArn, ...options], { answers: ['n'] });
    const why = await runCli(['why', executionArn, '--json', ...options]);
    const { status, waysOn } = JSON.parse(why.stdout) as { status: string; waysOn: readonly object[] };
    return { redrive: redrive.stderr, status, waysOn, page: await previewRedrive(context, executionArn) };
  } finally {
    context.close();
    await api.close();
  }
}

describe('the numbers of a redrive', () => {
  it.each(ENDS)('are the same everywhere for a run that %s, and come true', async (_, status, kept, cut) => {
    const run = await cut();
    const again = TITLES - kept;

    const told = await numbersOf(run);

    expect(told.redrive).toContain(
      `is ${status}. A redrive runs Ingest titles again, and fetches ${again} of ${TITLES} titles, for at most ${2 * again} credits.`,
    );
    expect(told.status).toBe(status);
    expect(told.waysOn).toEqual([
      { way: 'redrive', titles: again, credits: 2 * again, boughtTwice: 0 },
      { way: 'fresh run', titles: TITLES, credits: 2 * TITLES, boughtTwice: 2 * kept },
    ]);
    expect(told.page).toMatchObject({
      refusal: null,
      states: ['Ingest titles'],
      titles: { again, total: TITLES, kept },
      credits: 2 * again,
      isEstimate: false,
    });

    await run.redrive();
    expect(run.fetched.size).toBe(again);
  });

  it('leave out the titles of a sweep that left a service, which are not fetched', async () => {
    const harness: WorkflowHarness = new WorkflowHarness({
      listSweep: () =>
        sweepListing([
          1,
          { titleId: 2, on: ['GB:203'] },
          { titleId: 3, from: 'GB:203' },
        ]) as unknown as JsonValue,
      fetch: (payload) => (titleOf(payload) === 1 ? (fetchedTitle(1) as unknown as JsonValue) : refuse()),
    });
    await harness.start('cut', { feed: 'catalogue' });
    await harness.engine.whenEnded(executionArn);

    const told = await numbersOf({ harness });

    expect(told.redrive).toContain('fetches 1 of 2 titles, for at most 2 credits');
    expect(told.page).toMatchObject({ titles: { again: 1, total: 2, kept: 1 }, credits: 2 });
    expect(told.waysOn).toContainEqual({ way: 'fresh run', titles: 2, credits: 4, boughtTwice: 2 });
  });

  it.each([
    ['that were published', 10, 5, 1],
    ['whose batches were not begun', 20, 1, 11],
  ])('leave out departures %s', async (_, titles, batchesAtOnce, refused) => {
    const items: ListedItem[] = Array.from({ length: titles + 20 }, (__, index) =>
      index < titles ? index + 1 : { titleId: index + 1, from: 'GB:203' },
    );
    const harness: WorkflowHarness = new WorkflowHarness({
      batchesAtOnce,
      listSweep: () => sweepListing(items) as unknown as JsonValue,
      fetch: async (payload) => {
        const titleId = titleOf(payload);
        if (titleId < refused) return fetchedTitle(titleId) as unknown as JsonValue;
        // The batches of departures end first.
        await harness.clock.hold(settled());
        return refuse();
      },
    });
    await harness.start('cut', { feed: 'catalogue' });
    await harness.engine.whenEnded(executionArn);

    const { page } = await numbersOf({ harness });

    expect(page).toMatchObject({ titles: { again: 10, total: titles, kept: titles - 10 }, credits: 20 });
  });
});
