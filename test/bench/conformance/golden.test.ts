import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readGoldens } from '../../../bench/conformance/golden.ts';
import { conformance } from '../../../bench/conformance/main.ts';

const folder = join(import.meta.dirname, '../../../bench/conformance/golden');

describe('the golden histories', () => {
  it('are those that the runtime writes, also after a redrive', async () => {
    const files = await readdir(folder);
    const lines: string[] = [];
    const code = await conformance([], { folder, print: (line) => void lines.push(line) });

    expect(lines).toEqual([`${files.length} passed, 0 failed`]);
    expect(code).toBe(0);
  });

  it('name their source, and use only the account of the runtime', async () => {
    for (const [name, golden] of await readGoldens(folder, [])) {
      const accounts = JSON.stringify(golden).match(/(?<=arn:aws:\w+:[\w-]+:)\d+/g) ?? [];
      expect([name, golden.source]).toEqual([name, expect.stringMatching(/^(Recorded|Composed) .*AWS/)]);
      expect([name, accounts.filter((account) => account !== '000000000000')]).toEqual([name, []]);
    }
  });
});
