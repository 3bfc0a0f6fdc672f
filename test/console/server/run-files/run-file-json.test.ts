import { describe, expect, it } from '@jest/globals';
import { historiesOf, parseRunFile, partsOf } from '../../../../console/server/run-files/run-file-json.mjs';

describe('the JSON of an exported run', () => {
  it('becomes dates and ARNs of this machine', () => {
    const text = JSON.stringify({
      timestamp: '2026-11-24T06:00:00.000Z',
      input: '2026-11-24T06:00:00.000Z',
      mapRunArn: 'arn:aws:states:x:1:mapRun:m/Label:<script>',
    });

    expect(parseRunFile(text, 'own:')).toEqual({
      timestamp: new Date('2026-11-24T06:00:00Z'),
      input: '2026-11-24T06:00:00.000Z',
      mapRunArn: 'own:_script_',
    });
  });

  it('is sent in parts of about a million characters, none of which is lost', () => {
    const events = Array.from({ length: 25 }, (_, id) => ({ id, input: 'x'.repeat(100_000) }));
    const parts = [...partsOf(events)];

    expect(parts.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(parts.flat()).toEqual(events);
    expect([...partsOf([])]).toEqual([]);
  });

  it.each([
    [
      { events: [1], children: [{ executions: [{ events: [2] }, { events: [3] }] }, { executions: [] }] },
      [[1], [2], [3]],
    ],
    [{ events: 7, children: [{ executions: 7 }, null, { executions: [null, { events: [2] }] }] }, [[2]]],
    [null, []],
    [7, []],
  ])('has histories, of whatever shape it is: %j', (file, histories) => {
    expect(historiesOf(file)).toEqual(histories);
  });
});
