import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { describeLargeData } from '../../../../cli/commands/up/describe-data.ts';
import { folderEachTest } from '../../support/folder-each-test.ts';

describe('a data folder at the start of a runtime', () => {
  const folder = folderEachTest();

  beforeEach(async () => {
    for (const [name, bytes] of [
      ['executions', 3_000],
      ['logs', 500],
      ['empty', 0],
    ] as const) {
      await mkdir(join(folder.path, name, 'inner'), { recursive: true });
      await writeFile(join(folder.path, name, 'inner/file'), 'x'.repeat(bytes));
    }
  });

  it('is described with its largest parts if it is large', () => {
    expect(describeLargeData(folder.path, 3_500)).toMatch(
      /^reading \.local: 3[.,]5 kB \(executions 3[.,]0 kB, logs 500 bytes\); `tvguide prune` removes old executions$/,
    );
  });

  it('is not described if it is small, or not there', () => {
    expect(describeLargeData(folder.path, 3_501)).toBeUndefined();
    expect(describeLargeData(folder.path)).toBeUndefined();
    expect(describeLargeData(join(folder.path, 'none'), 1)).toBeUndefined();
  });
});
