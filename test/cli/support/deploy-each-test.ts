import { beforeEach } from '@jest/globals';
import { definitionWith, FakeProgress, TABLE } from './fake-progress.ts';
import { FakeStepFunctions } from './fake-step-functions.ts';

/** Deploys a state machine and its progress table for each test of a file, without executions and items. */
export function deployEachTest(): { readonly service: FakeStepFunctions; readonly table: FakeProgress } {
  const service = new FakeStepFunctions();
  const table = new FakeProgress();
  beforeEach(() => {
    service.reset();
    service.currentDefinition = definitionWith(TABLE);
    table.reset();
  });
  return { service, table };
}
