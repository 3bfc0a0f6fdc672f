import { describe, expect, it } from '@jest/globals';
import { FUNCTION_NAMES, FUNCTION_TIMEOUT_SECONDS } from '../../workflow/timeouts.ts';
import { allStates } from '../../workflow/definition.ts';
import { titleIngestion } from '../../workflow/title-ingestion.ts';

const states = allStates(titleIngestion);

/** `ListNewTitlesFunctionArn` for `list-new-titles`. */
const placeholderOf = (name: string) =>
  `\${${name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}FunctionArn}`;

describe('the time that a function has', () => {
  it.each(FUNCTION_NAMES)('ends, for %s, ten seconds before its state stops waiting', (name) => {
    const waits = states
      .filter(([, state]) => state.Arguments?.FunctionName === placeholderOf(name))
      .map(([, state]) => state.TimeoutSeconds);

    expect(waits).toEqual([FUNCTION_TIMEOUT_SECONDS[name] + 10]);
  });

  it('is that of every function that the definition invokes', () => {
    const invoked = states.flatMap(([, state]) => state.Arguments?.FunctionName ?? []);

    expect(new Set(invoked)).toEqual(new Set(FUNCTION_NAMES.map(placeholderOf)));
  });
});
