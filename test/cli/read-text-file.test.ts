import { execFileSync } from 'node:child_process';
import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Interrupted } from '../../operate/errors.ts';
import { readTextFile } from '../../cli/read-text-file.ts';
import { folderEachTest } from './support/folder-each-test.ts';

describe('readTextFile', () => {
  const folder = folderEachTest();
  let interruption: AbortController;
  const read = (file: string) => readTextFile(file, { cwd: folder.path, interrupted: interruption.signal });
  const pipe = () => {
    const path = join(folder.path, 'pipe');
    execFileSync('mkfifo', [path]);
    return path;
  };

  beforeEach(() => {
    interruption = new AbortController();
  });

  it('reads a file without its byte order mark', async () => {
    await writeFile(join(folder.path, 'a.json'), '\uFEFF{"name":"東京"}');
    expect(await read('a.json')).toBe('{"name":"東京"}');
  });

  it('reads a named pipe to its end', async () => {
    const path = pipe();
    const text = read('pipe');
    await appendFile(path, 'through the pipe');
    expect(await text).toBe('through the pipe');
  });

  it('stops waiting for somebody to write into a pipe', async () => {
    pipe();
    const text = read('pipe');
    interruption.abort();
    await expect(text).rejects.toBeInstanceOf(Interrupted);
  });

  it('says why a file cannot be read', async () => {
    await expect(read('missing')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(read('.')).rejects.toMatchObject({ code: 'EISDIR' });
    await writeFile(join(folder.path, 'huge'), '');
    await truncate(join(folder.path, 'huge'), 65 * 1024 * 1024);
    await expect(read('huge')).rejects.toThrow('it is larger than 64 MiB');
    await expect(read('/dev/zero')).rejects.toThrow('it is larger than 64 MiB');
  });
});
