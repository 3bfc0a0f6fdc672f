import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Feed } from '../../../../../events/types.ts';
import { deployEachTest } from '../../../support/deploy-each-test.ts';
import { deferredTitle } from '../../../support/fake-progress.ts';
import { type FakeIoOptions, runCli } from '../../../support/fake-io.ts';

export const now = Date.UTC(2026, 10, 25, 6);
export const { service, table } = deployEachTest();

/** The inputs of the executions that were started. */
export const started = () =>
  service.mock
    .commandCalls(StartExecutionCommand)
    .map(({ args: [{ input }] }) => JSON.parse(input.input ?? 'null') as unknown);

/** Puts deferred titles into the table. */
export const keep = (
  ...titles: [feed: Feed, titleId: number, given?: Parameters<typeof deferredTitle>[2]][]
) => table.put(...titles.map((title) => deferredTitle(...title)));

export const run = (args: readonly string[], options: FakeIoOptions = {}) =>
  runCli(['deferred', ...args], { now, ...options });
