import { describe, expect, it } from '@jest/globals';
import { merge } from '../../../operate/stream/merge.ts';

async function* counting(name: string, to: number, ended: string[] = []): AsyncGenerator<string, void> {
  try {
    for (let number = 1; number <= to; number += 1) {
      await Promise.resolve();
      yield `${name}${number}`;
    }
  } finally {
    ended.push(name);
  }
}

async function* failing(): AsyncGenerator<string, void> {
  await Promise.resolve();
  yield 'last';
  throw new Error('broken');
}

describe('merge', () => {
  it('yields all of every source, each in its order', async () => {
    const items: string[] = [];
    for await (const item of merge([counting('a', 3), counting('b', 0), counting('c', 5)])) items.push(item);

    expect(items.filter((item) => item.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(items.filter((item) => item.startsWith('c'))).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
    expect(items).toHaveLength(8);
  });

  it('continues with the sources that follow an ended one', async () => {
    const items: string[] = [];
    const source = async function* (name: string): AsyncGenerator<string, string> {
      yield* counting(name, 2);
      return name;
    };
    const follow = (name: string) => Promise.resolve(name === 'a' ? [source('b'), source('c')] : []);
    for await (const item of merge([source('a')], follow)) items.push(item);

    expect(items.slice(0, 2)).toEqual(['a1', 'a2']);
    expect(items.slice(2).sort()).toEqual(['b1', 'b2', 'c1', 'c2']);
  });

  it('ends its sources when the consumer stops', async () => {
    const ended: string[] = [];
    for await (const item of merge([counting('a', 9, ended), counting('b', 9, ended)])) {
      if (item.endsWith('2')) break;
    }

    expect(ended.sort()).toEqual(['a', 'b']);
  });

  it('fails with its source and ends the others', async () => {
    const ended: string[] = [];
    const all = async () => {
      const items: string[] = [];
      for await (const item of merge([counting('a', 9, ended), failing()])) items.push(item);
      return items;
    };

    await expect(all()).rejects.toThrow('broken');
    expect(ended).toEqual(['a']);
  });
});
