import { expect, it } from '@jest/globals';
import { folderForRuns, startTvguide } from '../../support/child.ts';
import { runHere } from '../../support/run-here.ts';

it('verify --local shows that the runtime of this machine works', async () => {
  const folder = await folderForRuns();
  const up = startTvguide(['up', '--port', '0', '--titles', '3'], {
    cwd: folder.path,
  });
  await up.line('stdout', /^state machine/m);
  const verified = await runHere(['verify', '--local', '--title-id', '9000001'], { cwd: folder.path });
  await up.stop('SIGINT');
  await folder.remove();

  expect(verified).toEqual({ code: 0, stdout: expect.any(String), stderr: '' });
  expect(verified.stdout.trimEnd().split('\n')).toEqual([
    '✔ title-ingestion    the definition is valid',
    '✔ redrive-failed-run the definition is valid',
    expect.stringMatching(/^✔ dry run +manual-\S+-titles-dry-run-\w+: title 9000001 would be published$/),
  ]);
});
