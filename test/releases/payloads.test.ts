import { describe, expect, it } from '@jest/globals';
import type { StreamEvent } from '../../events/types.ts';
import { findViolations } from '../../events/validate.ts';
import { readExecutionInput } from '../../tasks/shared/read-execution-input.ts';
import { allStates, type Workflow } from '../../workflow/definition.ts';
import { pascalCase, STATE_TASK_NAMES, TASKS, type StateTaskName } from '../../workflow/tasks.ts';
import { virtualClock } from '../../local/stepfunctions/testing.ts';
import { memoryProgress } from '../tasks/support/memory-progress.ts';
import { invocation } from '../tasks/support/ports.ts';
import { lostMembers, refusedInputs } from './support/contracts.ts';
import { functionsToday } from './support/functions-today.ts';
import { recordedReleases } from './support/recorded.ts';
import { ScriptedWatchmode } from './support/scripted-watchmode.ts';
import { stricterContracts } from './support/stricter-contracts.ts';

const releases = recordedReleases();
const FAILED_RUN = {
  status: 'FAILED',
  error: 'Watchmode.Unavailable',
  redriveCount: 0,
  redriveStatus: 'REDRIVABLE',
  redriveStatusReason: null,
  startedAt: '2026-11-24T06:00:00.000Z',
  input: '{}',
} as const;

/** The result of a current function for an input, with an empty progress table and no faults. */
async function answerToday(name: StateTaskName, input: unknown) {
  // Later than every recorded time.
  const clock = virtualClock(Date.UTC(2026, 11, 24));
  const stream = { events: [] as StreamEvent[], isDown: false };
  const functions = functionsToday({
    clock,
    progress: memoryProgress(),
    watchmode: new ScriptedWatchmode(clock),
    stream,
    executions: { isAtWork: () => Promise.resolve(false), hasFailed: () => Promise.resolve(false) },
    runs: { describe: () => Promise.resolve(FAILED_RUN), childErrors: () => Promise.resolve([]) },
  });
  return { output: await functions[name](input, invocation()), events: stream.events };
}

describe.each(releases)('the payloads of release $version', ({ definitions, payloads, items }) => {
  it('are those of every function that its definitions call', () => {
    const called = [definitions['title-ingestion'], definitions['redrive-failed-run']]
      .flatMap((text) => allStates(JSON.parse(text) as Workflow))
      .flatMap(([, { Arguments }]) => Arguments?.FunctionName ?? []);

    const tasks = STATE_TASK_NAMES.filter((task) => called.includes(`\${${pascalCase(task)}FunctionArn}`));

    expect(called).toHaveLength(tasks.length);
    expect(Object.keys(payloads).sort()).toEqual([...tasks, 'redrive-failed-run', 'title-ingestion'].sort());
    for (const name of Object.keys(payloads)) expect(payloads[name]).not.toHaveLength(0);
  });

  it('are valid by the current contracts', () => {
    expect(refusedInputs(payloads, findViolations)).toEqual([]);
  });

  it.each(STATE_TASK_NAMES)(
    'are answered by the %s of today with all members that the definition may read',
    async (name) => {
      for (const { input, output: recorded } of payloads[name] ?? []) {
        const { output, events } = await answerToday(name, input);

        expect(findViolations(TASKS[name].output, output)).toEqual([]);
        expect(lostMembers(recorded, output)).toEqual([]);
        expect(events.flatMap((event) => findViolations('StreamEvent', event))).toEqual([]);
      }
    },
  );

  it('include items of the progress table of each kind, which are read', () => {
    const kinds = new Set(items.map(({ item }) => item.replace(/\d+$/, '')));

    expect(kinds).toEqual(new Set(['watermark', 'claim', 'deferred#']));
    expect(items.flatMap((item) => findViolations('ProgressItem', item))).toEqual([]);
  });

  it('are read where an execution keeps them for later', () => {
    for (const { output } of payloads['fetch-title-details'] ?? []) {
      expect(findViolations('FetchedTitle', output)).toEqual([]);
    }
    for (const { input, output } of payloads['title-ingestion'] ?? []) {
      expect(() => readExecutionInput(input)).not.toThrow();
      expect(findViolations('RunSummary', output)).toEqual([]);
    }
  });
});

describe('recorded payloads', () => {
  const { payloads } = releases[0]!;

  it.each([
    'ListNewTitlesInput',
    'FetchTitleDetailsInput',
    'CheckWatchmodeInput',
    'PublishTitlesInput',
    'Batch',
    'FetchedTitle',
    'UnfetchedTitle',
    'TitleRecord',
    'TitleImages',
    'NamedId',
    'Source',
    'JudgeFailedRunInput',
  ])('are refused when %s requires a member that the release does not have', (title) => {
    const refused = refusedInputs(payloads, stricterContracts(title, 'addedLater'));

    expect(refused.flatMap(({ violations }) => violations.map(({ problem }) => problem))).toContain(
      "must have required property 'addedLater'",
    );
  });

  it('are valid by a contract with another optional member', () => {
    expect(refusedInputs(payloads, stricterContracts('Batch', null))).toEqual([]);
  });
});

describe('removed members of an output', () => {
  it('are found at any depth, without new members', () => {
    const recorded = { run: { feed: 'new_titles', window: null, gone: 1 }, titleIds: [1] };
    const output = { run: { feed: 'new_titles', window: { start: '' }, added: 1 } };

    expect(lostMembers(recorded, output)).toEqual(['/run/gone', '/titleIds']);
  });
});
