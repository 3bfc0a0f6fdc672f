import { describe, expect, it } from '@jest/globals';
import { type Check, warning } from '../../../cli/findings/check.ts';
import { runChecks } from '../../../cli/findings/run-checks.ts';
import { createPrinter } from '../../../cli/render/printer.ts';
import { FakeIo } from '../support/fake-io.ts';

it('runChecks repeats the target in the commands of a remedy', async () => {
  const io = new FakeIo({ program: 'npx tvguide' });
  const check = () => Promise.resolve(warning('too old', '`tvguide list` shows what ran'));
  const [found] = await runChecks([{ name: 'last success', run: check }], {
    printer: createPrinter(io, {}),
    target: { isLocal: false },
    sameTarget: ' --profile streaming',
    io,
  });

  expect(io.written.out).toBe(
    '! last success    too old → `npx tvguide list --profile streaming` shows what ran\n',
  );
  expect(found?.remedy).toBe('`tvguide list --profile streaming` shows what ran');
});

describe('an error of a check', () => {
  const findingOf = async (error: Error) => {
    const io = new FakeIo();
    const check: Check = { name: 'role', run: () => Promise.reject(error) };
    const [found] = await runChecks([check], {
      printer: createPrinter(io, {}),
      target: { isLocal: false },
      io,
    });
    return found;
  };
  const named = (name: string, message: string, facts: object = {}) =>
    Object.assign(new Error(message), { name, ...facts });

  it("keeps AWS's words in front of the remedy", async () => {
    const denied = 'User: arn:aws:iam::1:user/ada is not authorized to perform: states:ListExecutions';

    expect(await findingOf(named('AccessDeniedException', denied, { $metadata: {} }))).toMatchObject({
      detail: `AWS says AccessDeniedException: ${denied}`,
      remedy: 'ask for the permission, or use another --profile',
    });
    expect(await findingOf(named('ValidationException', 'bad: name', { $metadata: {} }))).toMatchObject({
      detail: 'AWS says ValidationException: bad: name',
    });
  });

  it('keeps the reason of missing credentials in front of the remedy', async () => {
    expect(await findingOf(named('CredentialsProviderError', 'process: exit 1'))).toMatchObject({
      detail: 'no valid AWS credentials (process: exit 1)',
      remedy: 'sign in with `aws sso login`, or use --local',
    });
  });

  it('is told whole without an explanation', async () => {
    const found = await findingOf(new TypeError('fetch failed: because'));

    expect(found).toMatchObject({ detail: 'fetch failed: because' });
    expect(found?.remedy).toBeUndefined();
  });
});
