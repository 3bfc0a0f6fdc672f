import { describe, expect, it } from '@jest/globals';
import { readCause } from '../../events/read-cause.ts';

const lambdaError = (errorMessage: string) =>
  JSON.stringify({ errorType: 'Watchmode.Unavailable', errorMessage, trace: ['at fetch (a.ts:1:1)'] });

describe('readCause', () => {
  it.each([
    ['a message with quotes and line ends', lambdaError('"a"\nb\\'), 'Watchmode.Unavailable', '"a"\nb\\'],
    ['a type with quotes', '{"errorType":"a\\"b","errorMessage":"m"}', 'a"b', 'm'],
    ['an error without a type', '{"errorMessage":"Runtime exited"}', undefined, 'Runtime exited'],
    ['an error on many lines', '{\n "errorType" : "E" ,\n "errorMessage" : "m"\n}', 'E', 'm'],
    [
      'an error that is cut off behind its message',
      lambdaError('m').slice(0, -12),
      'Watchmode.Unavailable',
      'm',
    ],
    [
      'an error that is cut off before it ends',
      '{"errorType":"E","errorMessage":"too',
      undefined,
      '{"errorType":"E","errorMessage":"too',
    ],
    ['an error behind other text', `x${lambdaError('m')}`, undefined, `x${lambdaError('m')}`],
    ['plain text', '10 s have passed', undefined, '10 s have passed'],
    ['nothing', '', undefined, ''],
    ['an empty message', lambdaError(''), 'Watchmode.Unavailable', ''],
  ])('reads %s', (_, cause, error, message) => {
    expect(readCause(cause)).toEqual({ error, message });
  });
});
