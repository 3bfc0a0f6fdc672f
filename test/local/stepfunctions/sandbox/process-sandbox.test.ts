import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { ProcessSandbox } from '../../../../local/stepfunctions/sandbox/process-sandbox.ts';
import type { JsonValue } from '../../../../local/stepfunctions/interpreter/json.ts';

const forEver = '($f := function($n){ $f($n + 1) }; $f(0))';
const never = () => new AbortController().signal;
const request = (source: string, variables: Readonly<Record<string, unknown>> = {}) => ({
  source,
  variables,
  now: Date.UTC(2026, 10, 25),
});

const project = join(import.meta.dirname, '../../../..');
const program = join(project, 'dist/expression-process.mjs');
beforeAll(() => promisify(execFile)(process.execPath, ['bin/build.mjs'], { cwd: project }));

const open: ProcessSandbox[] = [];
function sandbox(options: { readonly size?: number; readonly cpuMs?: number } = {}): ProcessSandbox {
  const created = new ProcessSandbox({ program, ...options });
  open.push(created);
  return created;
}
afterEach(() => Promise.all(open.splice(0).map((created) => created.close())));

describe('the sandbox', () => {
  it.each<[source: string, value: JsonValue]>([
    ['$sum($list) + $states.input.x', 7],
    ['[$list[$ > 1].{"a": $}]', [{ a: 2 }, { a: 3 }]],
    ['$now()', '2026-11-25T00:00:00.000Z'],
    ['$hash("input", "SHA-1")', '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
    ['$match("aab", /a+/).match', 'aa'],
  ])('returns the value of an expression: %s', async (source, value) => {
    const variables = { list: [1, 2, 3], states: { input: { x: 1 } } };

    expect(await sandbox().evaluate(request(source, variables), never())).toEqual({ kind: 'value', value });
  });

  it('reports a fault with the same text as the interpreter', async () => {
    const one = sandbox();

    expect(await one.evaluate(request('$missing'), never())).toEqual({ kind: 'nothing' });
    expect(await one.evaluate(request('1 + "a"'), never())).toEqual({
      kind: 'fault',
      text: 'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
    });
    expect(await one.evaluate(request('function(){1}'), never())).toEqual({
      kind: 'fault',
      text: 'returned an unsupported result type.',
    });
  });

  it.each([
    '[1..873783]',
    '$pad("", 262145)',
    // No limit on single values applies: the process runs out of memory and is replaced.
    '$map([1..800000], function($i){ [1..800000] })',
  ])("fails with AWS's error when memory runs out, and continues: %s", async (source) => {
    const one = sandbox({ size: 1 });

    expect(await one.evaluate(request(source), never())).toEqual({
      kind: 'fault',
      text: 'threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage',
    });
    expect(await one.evaluate(request('1 + 1'), never())).toEqual({ kind: 'value', value: 2 });
  });

  it.each([forEver, '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)'])(
    'ends what does not end, and goes on: %s',
    async (source) => {
      const one = sandbox({ size: 1, cpuMs: 200 });

      expect(await one.evaluate(request(source), never())).toEqual({
        kind: 'fault',
        text: 'threw an error during evaluation: Expression evaluation timeout: Check for infinite loop',
      });
      expect(await one.evaluate(request('1 + 1'), never())).toEqual({ kind: 'value', value: 2 });
    },
  );

  it('queues evaluations for few processes', async () => {
    const one = sandbox({ size: 2 });
    const sources = Array.from({ length: 20 }, (_, index) => `${index} * 2`);
    const outcomes = await Promise.all(sources.map((source) => one.evaluate(request(source), never())));

    expect(outcomes).toEqual(sources.map((_, index) => ({ kind: 'value', value: index * 2 })));
  });

  it('cancels an evaluation at once, while it runs and while it waits', async () => {
    const one = sandbox({ size: 1 });
    const running = new AbortController();
    const waiting = new AbortController();
    const first = one.evaluate(request(forEver), running.signal);
    const second = one.evaluate(request('1'), waiting.signal);
    const third = one.evaluate(request('1 + 1'), never());
    const reasons = [new Error('no longer waited for'), new Error('stopped')];

    waiting.abort(reasons[0]);
    await expect(second).rejects.toBe(reasons[0]);
    running.abort(reasons[1]);
    await expect(first).rejects.toBe(reasons[1]);
    expect(await third).toEqual({ kind: 'value', value: 2 });
  });

  it('ends all processes when it is closed', async () => {
    const one = sandbox({ size: 1 });
    const running = one.evaluate(request(forEver), never());
    const waiting = one.evaluate(request('1'), never());
    const settled = Promise.allSettled([running, waiting]);
    await one.close();

    expect(await settled).toMatchObject([
      { status: 'rejected', reason: { message: expect.stringContaining('ended with SIGKILL') } },
      { status: 'rejected', reason: { message: 'The sandbox for expressions is closed' } },
    ]);
  });

  it('keeps its program alive until it is closed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const closing = join(folder, 'closing.mjs');
    try {
      await build({
        entryPoints: [join(import.meta.dirname, 'support/closing-program.ts')],
        bundle: true,
        platform: 'node',
        format: 'esm',
        outfile: closing,
        // jsonata is CommonJS.
        banner: {
          js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
        },
      });
      const { stdout } = await promisify(execFile)(process.execPath, [closing, program]);
      expect(stdout).toBe('closed');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has processes that exit with their parent, even when busy', async () => {
    const child = fork(program, ['60000'], { execArgv: [], serialization: 'advanced' });
    await promisify(child.send.bind(child) as (message: object, done: () => void) => void)(request(forEver));
    child.disconnect();

    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('reports that the program is missing', async () => {
    const one = new ProcessSandbox({ program: join(program, '../no-such-program.mjs') });
    open.push(one);

    await expect(one.evaluate(request('1'), never())).rejects.toThrow('ended with code 1');
  });
});
