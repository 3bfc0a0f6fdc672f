import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { keepHashes } from '../../../local/stream/keep-hashes.mjs';

const kinesisLocal = createRequire(import.meta.url).resolve('kinesis-local/main.js');

describe('keepHashes', () => {
  it('finds the hash of a record exactly once in the installed kinesis-local', async () => {
    const source = await readFile(kinesisLocal, 'utf8');

    const kept = keepHashes(source);

    expect(kept.split('this.keptHash ??=')).toHaveLength(2);
    const at = kept.indexOf('this.keptHash');
    expect(kept.slice(at - 400, at)).toContain('$c_Lkinesis_mock_models_KinesisRecord');
  });

  it('leaves a source of another shape unchanged', () => {
    expect(keepHashes('return hash(this);')).toBe('return hash(this);');
  });
});
