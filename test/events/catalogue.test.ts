import { expect, it } from '@jest/globals';
import { nameKey, recordKey, regionSource, rowKey } from '../../events/catalogue.ts';
import name from '../../events/examples/catalogue-item/name.json' with { type: 'json' };
import region from '../../events/examples/catalogue-item/name-of-region.json' with { type: 'json' };
import record from '../../events/examples/catalogue-item/record.json' with { type: 'json' };
import row from '../../events/examples/catalogue-item/row.json' with { type: 'json' };
import { publishedKey } from '../../events/progress.ts';

it('the keys of the catalogue are those of its examples', () => {
  const { pk, sk, titleId } = record;

  expect(recordKey(titleId)).toEqual({ pk, sk });
  expect(rowKey(row)).toEqual({ pk: row.pk, sk: row.sk });
  expect(regionSource(row.region, row.sourceId)).toBe(row.regionSource);
  expect(nameKey('source', name.id)).toEqual({ pk: name.pk, sk: name.sk });
  expect(nameKey('genre', 4)).toEqual({ pk: 'names:genre', sk: '4' });
  expect(nameKey('region', 'GB')).toEqual({ pk: region.pk, sk: region.sk });
});

it('the key of a published title is in a partition of its own', () => {
  expect(publishedKey(345_534)).toEqual({ feed: 'all', item: 'published#345534' });
});
