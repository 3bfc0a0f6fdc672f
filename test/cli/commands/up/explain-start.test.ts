import { describe, expect, it } from '@jest/globals';
import { explainStart } from '../../../../cli/commands/up/explain-start.ts';
import { WatchmodeStartError } from '../../../../local/watchmode/server.ts';

const listening = (code: string, port: number) =>
  Object.assign(new Error(`listen ${code}: no 127.0.0.1:${port}`), { code, port, syscall: 'listen' });
const ofKinesis = (message: string) => Object.assign(new Error(message), { name: 'StreamStartError' });
const told = (error: Error) => explainStart(error, 80, new AbortController().signal);

describe('explainStart', () => {
  it.each([
    ['Step Functions', listening('EACCES', 80)],
    ['the stand-in', new WatchmodeStartError(82, listening('EACCES', 82))],
    ['Kinesis', ofKinesis('the local Kinesis did not start: listen EACCES: no 127.0.0.1:81')],
  ])('speaks of --port where %s may not use a port', (_, error) => {
    expect(told(error)).toMatchObject({
      name: 'OperationError',
      message:
        '--port 80: this user may not use the ports 80 to 84: choose ones from 1024 on with --port, or --port 0 for free ones',
      cause: error,
    });
  });

  it.each([
    [
      listening('EADDRINUSE', 83),
      'port 83 is in use: choose other ones with --port, or --port 0 for free ones',
    ],
    [
      new WatchmodeStartError(82, listening('EADDRINUSE', 82)),
      'the Watchmode stand-in cannot use port 82: it is in use: choose other ports with --port, or --port 0 for free ones',
    ],
  ])('names the port that is in use', (error, message) => {
    expect(told(error)).toMatchObject({ name: 'OperationError', message });
  });

  it('leaves a folder without permission to the other explanations', () => {
    const error = Object.assign(new Error('EACCES: no, mkdir'), { code: 'EACCES', syscall: 'mkdir' });
    expect(told(error)).toMatchObject({
      message: expect.stringContaining('cannot use the data folder .local'),
    });
  });
});
