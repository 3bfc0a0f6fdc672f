import { beforeEach, describe, expect, it } from '@jest/globals';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { runSchedule } from '../../../../cli/commands/up/run-schedule.ts';
import { parseSchedule } from '../../../../workflow/schedule.ts';
import { FakeIo } from '../../support/fake-io.ts';
import { FakeStepFunctions, stateMachineArn } from '../../support/fake-step-functions.ts';

const service = new FakeStepFunctions();
beforeEach(() => service.reset());

interface Told {
  readonly next: (string | undefined)[];
  readonly failures: string[];
}

/** Lets the schedule run until it has planned so often, or failed so often. */
async function run(
  schedule: string,
  until: { readonly plans?: number; readonly failures?: number },
  io = new FakeIo({ now: Date.parse('2026-11-24T05:58:31Z') }),
): Promise<Told> {
  const told: Told = { next: [], failures: [] };
  let enough: () => void = () => undefined;
  const wereEnough = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const look = () => {
    if (told.next.length === until.plans || told.failures.length === until.failures) enough();
  };
  const end = await runSchedule(
    {
      endpoint: 'http://127.0.0.1:1',
      stateMachineArn,
      schedule: parseSchedule(schedule, 'UTC'),
      tellNext: (next) => {
        told.next.push(next === undefined ? undefined : new Date(next).toISOString().slice(0, 16));
        look();
      },
      tellFailure: (message) => {
        told.failures.push(message);
        look();
      },
    },
    io,
  );
  await wereEnough;
  end();
  return told;
}

const started = () => service.mock.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => input);

describe('runSchedule', () => {
  it('starts one execution for each minute that is due, with the input that the scheduler of AWS sends', async () => {
    const { next } = await run('cron(0-1 6 * * ? *)', { plans: 3 });
    expect(started().slice(0, 2)).toEqual([
      {
        stateMachineArn,
        name: 'schedule-2026-11-24T06-00-00Z-open-window',
        input: '{"source":"schedule","scheduledTime":"2026-11-24T06:00:00Z"}',
      },
      {
        stateMachineArn,
        name: 'schedule-2026-11-24T06-01-00Z-open-window',
        input: '{"source":"schedule","scheduledTime":"2026-11-24T06:01:00Z"}',
      },
    ]);
    expect(next).toEqual(['2026-11-24T06:00', '2026-11-24T06:01', '2026-11-25T06:00']);
  });

  it('tells of a start that failed, and goes on', async () => {
    service.mock.on(StartExecutionCommand).rejects(new Error('no'));
    expect((await run('cron(* * * * ? *)', { failures: 2 })).failures).toEqual([
      'could not start schedule-2026-11-24T05-58-00Z-open-window: no',
      'could not start schedule-2026-11-24T05-59-00Z-open-window: no',
    ]);
  });

  it('begins a rate at once', async () => {
    const { next } = await run('rate(3 minutes)', { plans: 3 });

    expect(next).toEqual(['2026-11-24T05:58', '2026-11-24T06:01', '2026-11-24T06:04']);
  });

  it('says when there is no further run', async () => {
    const { next } = await run('cron(0 6 24 11 ? 2026)', { plans: 2 });

    expect(next).toEqual(['2026-11-24T06:00', undefined]);
    expect(started()).toHaveLength(1);
  });

  /** Somebody sets the clock by so much, or the machine sleeps for so long, before the first look at it. */
  function ioThatJumps(milliseconds: number): FakeIo {
    const io = new FakeIo({ now: Date.parse('2026-11-24T05:58:31Z') });
    const every = io.every.bind(io);
    let jumps = [milliseconds];
    io.every = (interval, tick) =>
      every(interval, () => {
        jumps.forEach((jump) => io.advance(jump));
        jumps = [];
        tick();
      });
    return io;
  }

  it('starts missed runs once, when the machine wakes up', async () => {
    const { next } = await run('cron(0 * * * ? *)', { plans: 2 }, ioThatJumps(4 * 3_600_000));

    expect(started()).toMatchObject([{ name: 'schedule-2026-11-24T06-00-00Z-open-window' }]);
    expect(next).toEqual(['2026-11-24T06:00', '2026-11-24T10:00']);
  });

  it('plans again when the clock was set back', async () => {
    const { next } = await run('cron(0 6 * * ? *)', { plans: 2 }, ioThatJumps(-2 * 86_400_000));

    expect(next).toEqual(['2026-11-24T06:00', '2026-11-22T06:00']);
    expect(started()).toEqual([]);
  });
});
