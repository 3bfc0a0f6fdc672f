import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FUNCTION_NAMES, FUNCTION_TIMEOUT_SECONDS, STATE_FUNCTION_NAMES } from '../../workflow/timeouts.ts';
import { allStates } from '../../workflow/definition.ts';
import { redriver } from '../../workflow/redrive-failed-run.ts';
import { titleIngestion } from '../../workflow/title-ingestion.ts';

const states = [...allStates(titleIngestion), ...allStates(redriver)];

/** `ListNewTitlesFunctionArn` for `list-new-titles`. */
const placeholderOf = (name: string) =>
  `\${${name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}FunctionArn}`;

describe('the time that a function has', () => {
  it.each(STATE_FUNCTION_NAMES)('ends, for %s, ten seconds before its state stops waiting', (name) => {
    const waits = states
      .filter(([, state]) => state.Arguments?.FunctionName === placeholderOf(name))
      .map(([, state]) => state.TimeoutSeconds);

    expect(waits).toEqual([FUNCTION_TIMEOUT_SECONDS[name] + 10]);
  });

  it('is that of every function that the definitions invoke', () => {
    const invoked = states.flatMap(([, state]) => state.Arguments?.FunctionName ?? []);

    expect(new Set(invoked)).toEqual(new Set(STATE_FUNCTION_NAMES.map(placeholderOf)));
  });

  it('is that of functions whose code is a folder of tasks', () => {
    const tasks = join(import.meta.dirname, '../../tasks');

    expect(FUNCTION_NAMES.filter((name) => !existsSync(join(tasks, name, 'handler.ts')))).toEqual([]);
  });
});
