import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { processState } from '../../../../../local/stepfunctions/adapters/file-store/process-identity.ts';

describe('processState', () => {
  it('finds this process, with the same start each time', () => {
    expect(processState(process.pid).kind).toBe('ALIVE');
    expect(processState(process.pid)).toEqual(processState(process.pid));
  });

  it('tells two processes apart by their start', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    await once(child, 'spawn');
    expect(processState(child.pid!).kind).toBe('ALIVE');
    expect(processState(child.pid!)).not.toEqual(processState(process.pid));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(processState(child.pid!)).toEqual({ kind: 'GONE' });
  });

  it('reports a zombie as gone', async () => {
    // The shell becomes a program that never waits for its child.
    const shell = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
    const pid = Number((await once(shell.stdout, 'data')).toString());
    let state = '';
    while (!state.startsWith('Z')) {
      state = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z')).split(') ')[1] ?? 'Z';
    }
    expect(processState(pid)).toEqual({ kind: 'GONE' });
    shell.kill('SIGKILL');
    await once(shell, 'exit');
  });

  it('reports an unused process id as gone', () => {
    expect(processState(2 ** 22 + 1)).toEqual({ kind: 'GONE' });
  });
});
