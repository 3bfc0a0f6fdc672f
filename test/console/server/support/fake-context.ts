import type { DescribeMapRunCommandOutput } from '@aws-sdk/client-sfn';
import type { ConsoleOptions } from '../../../../console/server/context.ts';
import { openContext, type ConsoleContext } from '../../../../console/server/context.ts';
import { FakeIo } from '../../../cli/support/fake-io.ts';
import {
  type FakeExecution,
  FakeStepFunctions,
  mapRunArn,
} from '../../../cli/support/fake-step-functions.ts';
import { LAPTOP } from './laptop-options.ts';

/** A context of the console over Step Functions in memory. Waits and `io.advance` advance the clock. */
export interface FakeContext {
  readonly context: ConsoleContext;
  readonly io: FakeIo;
  readonly fake: FakeStepFunctions;
}

/** @param options changes to the settings of a laptop's console without a stream */
export async function fakeContext(
  executions: readonly FakeExecution[] = [],
  options: Partial<ConsoleOptions> = {},
): Promise<FakeContext> {
  const fake = new FakeStepFunctions();
  fake.reset();
  fake.add(...executions);
  // Long after the start of the process, so that every cache entry is outdated.
  const io = new FakeIo({ now: Date.parse('2026-11-24T07:00:00Z') });
  const context = await openContext({
    io,
    ...LAPTOP,
    ...options,
  });
  return { context, io, fake };
}

/** The settings of a console over AWS. */
export const ON_AWS = {
  stepFunctions: { region: 'eu-west-2', endpointUrl: 'http://127.0.0.1:9' },
  allowChanges: false,
} satisfies Partial<ConsoleOptions>;

/** The counts of a Map Run. */
export function counts(
  total: number,
  given: { readonly succeeded?: number; readonly failed?: number; readonly running?: number },
): NonNullable<DescribeMapRunCommandOutput['executionCounts']> {
  const { succeeded = 0, failed = 0, running = 0 } = given;
  return {
    total,
    succeeded,
    failed,
    running,
    pending: total - succeeded - failed - running,
    aborted: 0,
    timedOut: 0,
    resultsWritten: 0,
  };
}

export { mapRunArn };
