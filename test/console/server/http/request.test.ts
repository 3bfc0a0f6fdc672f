import { describe, expect, it } from '@jest/globals';
import { needed, RequestProblem, text, wholeNumber } from '../../../../console/server/http/request.ts';

describe('a member of a body', () => {
  it('may be an empty text', () => {
    expect(text({ faults: '' }, 'faults')).toBe('');
  });

  it.each([{}, { faults: 1 }, null, 'faults', undefined])('is refused in %j', (body) => {
    expect(() => text(body, 'faults')).toThrow(new RequestProblem(400, 'the request needs faults'));
  });
});

describe('a query parameter', () => {
  const query = new URLSearchParams('id=a&empty=&count=7&share=0.5&debt=-1');

  it('is a text or a whole number', () => {
    expect(needed(query, 'id')).toBe('a');
    expect(wholeNumber(query, 'count')).toBe(7);
    expect([wholeNumber(query, 'empty', 3), wholeNumber(query, 'absent', 3)]).toEqual([3, 3]);
  });

  it.each(['empty', 'absent'])('is refused if it is %s', (name) => {
    expect(() => needed(query, name)).toThrow(`the request needs ${name}`);
  });

  it.each(['id', 'share', 'debt', 'absent'])('is refused as a whole number: %s', (name) => {
    expect(() => wholeNumber(query, name)).toThrow(`${name} must be a whole number`);
  });
});
