import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CHILDREN, openFanOut } from './support/fan-out.ts';

const ARN = 'arn:aws:states:eu-west-2:000000000000:execution:m:fan-out';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interrupted-'));
  await build({
    entryPoints: [fileURLToPath(new URL('support/interrupted-program.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(folder, 'program.mjs'),
    // jsonata is CommonJS.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
});
afterEach(() => rm(folder, { recursive: true }));

describe('an execution whose process was killed', () => {
  it.each([1, 120])(
    'can be redriven, also one killed after %i children, and does again only what was lost',
    async (ended) => {
      const store = join(folder, 'store');
      const program = spawn(process.execPath, [join(folder, 'program.mjs'), store], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = 0;
      program.stdout.on('data', (chunk) => {
        said += String(chunk).split('ended').length - 1;
        if (said >= ended) program.kill('SIGKILL');
      });
      await once(program, 'close');

      const runtime = openFanOut(store);
      const interrupted = await runtime.engine.recover();
      expect(interrupted.map(({ executionArn }) => executionArn)).toContain(ARN);
      expect(await runtime.engine.describeExecution(ARN)).toMatchObject({
        interrupted: true,
        record: { status: 'RUNNING' },
        redriveStatus: 'REDRIVABLE',
      });
      await runtime.engine.redriveExecution({ executionArn: ARN });
      const { status, output, redriveCount } = await runtime.engine.whenEnded(ARN);
      expect({ status, redriveCount }).toEqual({ status: 'SUCCEEDED', redriveCount: 1 });
      expect(JSON.parse(output!)).toEqual(Array.from({ length: CHILDREN }, (_, index) => (index + 1) * 10));
      expect(runtime.worked.length).toBeLessThanOrEqual(CHILDREN - ended + 5);
      await runtime.engine.close();
      await runtime.store.close();
    },
    60_000,
  );
});
