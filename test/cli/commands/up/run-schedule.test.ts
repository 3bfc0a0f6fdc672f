import { beforeEach, describe, expect, it } from '@jest/globals';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { parseSchedule } from '../../../../cli/commands/up/cron.ts';
import { runSchedule } from '../../../../cli/commands/up/run-schedule.ts';
import { FakeIo } from '../../testing/fake-io.ts';
import { FakeStepFunctions, stateMachineArn } from '../../testing/fake-step-functions.ts';

const service = new FakeStepFunctions();
beforeEach(() => service.reset());

/** Lets the schedule run until it has told of so many starts. */
async function run(schedule: string, starts: number): Promise<string[]> {
  const io = new FakeIo({ now: Date.parse('2026-11-24T05:58:31Z') });
  const told: string[] = [];
  let enough: () => void = () => undefined;
  const wereEnough = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const end = await runSchedule(
    {
      endpoint: 'http://127.0.0.1:1',
      stateMachineArn,
      schedule: parseSchedule(schedule, 'UTC'),
      tell: (message) => {
        told.push(message);
        if (told.length === starts) enough();
      },
    },
    io,
  );
  await wereEnough;
  end();
  return told;
}

describe('runSchedule', () => {
  it('starts one execution for each minute that is due, with the input that the scheduler of AWS sends', async () => {
    const told = await run('cron(0-1 6 * * ? *)', 2);
    const sent = service.mock.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => input);
    expect(sent.slice(0, 2)).toEqual([
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
    expect(told).toEqual([
      'started schedule-2026-11-24T06-00-00Z-open-window',
      'started schedule-2026-11-24T06-01-00Z-open-window',
    ]);
  });

  it('tells of a start that failed, and goes on', async () => {
    service.mock.on(StartExecutionCommand).rejects(new Error('no'));
    expect(await run('cron(* * * * ? *)', 2)).toEqual([
      'could not start schedule-2026-11-24T05-58-00Z-open-window: no',
      'could not start schedule-2026-11-24T05-59-00Z-open-window: no',
    ]);
  });
});
