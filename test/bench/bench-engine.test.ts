import { describe, expect, it } from '@jest/globals';
import { NO_OP, runOnDisk } from '../../bench/bench-engine.ts';

describe('runOnDisk', () => {
  it('runs a definition to its end, passes every event to the observer, and returns the seconds', async () => {
    const types: string[] = [];
    const task = { Type: 'Task', Resource: NO_OP, End: true };
    const seconds = await runOnDisk(
      { StartAt: 'Work', States: { Work: task } },
      { onEvent: (_, { type }) => types.push(type) },
    );
    expect(types).toContain('LambdaFunctionSucceeded');
    expect(types.at(-1)).toBe('ExecutionSucceeded');
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(60);
  });

  it('throws if the execution fails', async () => {
    const definition = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Nope', Cause: 'never' } } };
    await expect(runOnDisk(definition)).rejects.toThrow('The benchmark FAILED: Nope never');
  });
});
