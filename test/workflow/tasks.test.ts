import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findViolations, type ContractName } from '../../events/validate.ts';
import { allStates } from '../../workflow/definition.ts';
import { redriver } from '../../workflow/redrive-failed-run.ts';
import { STATE_TASK_NAMES, TASK_NAMES, TASKS } from '../../workflow/tasks.ts';
import { titleIngestion } from '../../workflow/title-ingestion.ts';

const states = [...allStates(titleIngestion), ...allStates(redriver)];

/** `ListNewTitlesFunctionArn` for `list-new-titles`. */
const placeholderOf = (name: string) =>
  `\${${name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}FunctionArn}`;

describe('the timeout of a function', () => {
  it.each(STATE_TASK_NAMES)('of %s is ten seconds less than that of its state', (name) => {
    const waits = states
      .filter(([, state]) => state.Arguments?.FunctionName === placeholderOf(name))
      .map(([, state]) => state.TimeoutSeconds);

    expect(waits).toEqual([TASKS[name].timeoutSeconds + 10]);
  });

  it('is set for every function that the definitions invoke', () => {
    const invoked = states.flatMap(([, state]) => state.Arguments?.FunctionName ?? []);

    expect(new Set(invoked)).toEqual(new Set(STATE_TASK_NAMES.map(placeholderOf)));
  });
});

describe('the table of tasks', () => {
  it('contains each folder of tasks with a configuration, and no other', () => {
    const tasks = join(import.meta.dirname, '../../tasks');
    const folders = readdirSync(tasks).filter((name) => existsSync(join(tasks, name, 'config.ts')));

    expect([...TASK_NAMES].sort()).toEqual(folders.sort());
    expect(folders.length).toBeGreaterThan(0);
  });

  it.each(TASK_NAMES)('has an example of the input of %s that keeps its contract', (name) => {
    const { example, input }: { readonly example: string | object; readonly input: ContractName | null } =
      TASKS[name];
    const event: unknown =
      typeof example === 'string'
        ? JSON.parse(readFileSync(join(import.meta.dirname, '../../events/examples', example), 'utf8'))
        : example;

    expect(input === null ? [] : findViolations(input, event)).toEqual([]);
  });
});
