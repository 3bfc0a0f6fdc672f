import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { folderForRuns } from '../../support/child.ts';
import { runHere } from '../../support/run-here.ts';

// A Kinesis is started, on machines that may be busy.
jest.setTimeout(120_000);

it('up --live refuses a key that Watchmode refuses, as run --live does', async () => {
  const folder = await folderForRuns();
  const watchmode = createServer((_, response) => {
    response.writeHead(401, { 'Content-Type': 'application/json' });
    response.end('{"success":false,"statusCode":401,"statusMessage":"The API key is invalid."}');
  });
  await new Promise<void>((resolve) => watchmode.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(watchmode.address() as AddressInfo).port}`;
  const env = { WATCHMODE_API_KEY: 'wrong', WATCHMODE_BASE_URL: url };

  const up = await runHere(['up', '--live', '--port', '0'], { cwd: folder.path, env });
  const wasLeft = existsSync(join(folder.path, '.local', 'endpoints.json'));
  const run = await runHere(['run', '--live', '--quiet'], { cwd: folder.path, env });
  watchmode.closeAllConnections();
  watchmode.close();
  await folder.remove();

  expect(up).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'tvguide: GET /status: Watchmode refuses the API key (401: The API key is invalid.): check WATCHMODE_API_KEY in the environment or in .env\n',
  });
  expect(run).toEqual(up);
  expect(wasLeft).toBe(false);
});
