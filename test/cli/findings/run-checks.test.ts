import { expect, it } from '@jest/globals';
import { warning } from '../../../cli/findings/check.ts';
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
