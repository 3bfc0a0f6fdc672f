import { describe, expect, it } from '@jest/globals';
import { Interrupted, OperationError } from '../../../operate/errors.ts';
import { explainRunError } from '../../../cli/runtime/explain-runtime-error.ts';
import { WatchmodeUnauthorized } from '../../../tasks/shared/errors/watchmode-errors.ts';
import {
  JsonFileCorrupted,
  StoreLocked,
  StoreReadFailed,
  StoreUnusable,
  StoreWriteFailed,
} from '../../../local/stepfunctions/index.ts';

const running = new AbortController().signal;
const systemError = (code: string, syscall: string) =>
  Object.assign(new Error(`${code}: refused, ${syscall}`), { code, syscall });

function explain(error: unknown): string {
  const explained = explainRunError(error, running);
  if (!(explained instanceof OperationError)) throw new Error('not explained', { cause: explained });
  expect(explained.cause).toBe(error);
  expect(explained.message).not.toContain('\n');
  return explained.message;
}

describe('explainRunError', () => {
  it('says where executions can be started while another process has the store', () => {
    expect(explain(new StoreLocked('.local', '.local/lock', 12, 'here'))).toBe(
      'The store .local is in use by process 12 on here: stop that process first, or remove .local/lock if it no longer exists; ' +
        'if it is `tvguide up`, start executions there with `tvguide start --local`',
    );
  });

  it('explains a data folder that cannot be opened', () => {
    expect(explain(new StoreUnusable('.local', systemError('EACCES', 'mkdir')))).toBe(
      'The store .local cannot be opened: EACCES: refused, mkdir: check the permissions of the folder',
    );
  });

  it.each([StoreWriteFailed, StoreReadFailed])('explains that a file was removed: %p', (Failure) => {
    expect(explain(new Failure('.local/a.log', systemError('ENOENT', 'open')))).toMatch(
      /^Cannot (write|read) \.local\/a\.log: it was removed while it was in use; what was recorded in it is lost: start again, and leave \.local alone while something runs$/,
    );
  });

  it('explains a full disk', () => {
    expect(explain(new StoreWriteFailed('.local/a.log', systemError('ENOSPC', 'write')))).toBe(
      'Cannot write .local/a.log: ENOSPC: refused, write: make room on the disk, or check .local and its permissions',
    );
  });

  it('reports a failure if interruption is the usual end', () => {
    expect(explainRunError(new StoreWriteFailed('a', systemError('EIO', 'write')))).toBeInstanceOf(
      OperationError,
    );
  });

  it('names the setting of a key that is refused, and no redrive of a run that was not started', () => {
    expect(explain(new WatchmodeUnauthorized('GET /status', 401, 'The API key is invalid.'))).toBe(
      'GET /status: Watchmode refuses the API key (401: The API key is invalid.): check WATCHMODE_API_KEY in the environment or in .env',
    );
  });

  it('explains a damaged file', () => {
    expect(explain(new JsonFileCorrupted('.local/a.json', new Error('it is not JSON')))).toBe(
      '.local/a.json is damaged: it is not JSON. Restore a copy, or move the file away to continue without it. ' +
        'If you have edited it yourself, set its checksum to null',
    );
  });

  it.each([
    ['ENOSPC', 'write', 'make room on the disk'],
    ['EROFS', 'open', 'run where files can be written'],
    ['EACCES', 'open', 'check the permissions'],
  ])('explains %s of any file', (code, syscall, remedy) => {
    expect(explain(systemError(code, syscall))).toBe(
      `cannot use the data folder .local: ${code}: refused, ${syscall}: ${remedy}`,
    );
  });

  it('returns unexpected errors unchanged', () => {
    for (const error of [systemError('EACCES', 'listen'), systemError('ENOENT', 'open'), new Error('a'), 'b'])
      expect(explainRunError(error, running)).toBe(error);
  });

  it('turns any failure after an interruption into the interruption', () => {
    expect(explainRunError(new Error('a'), AbortSignal.abort())).toBeInstanceOf(Interrupted);
  });
});
