import { expect, it } from '@jest/globals';
import { allMissing, groupMissing } from '../../../../tasks/shared/sweep/group-missing.ts';

const gone = { seenGone: true, after: null, before: null };

it('groups missing titles, and finds all of them again', () => {
  const uncertain = { titleId: 4, sweeps: 3, seenGone: false, after: 2, before: null };
  const missing = [
    { titleId: 1, sweeps: 1, ...gone },
    { titleId: 2, sweeps: 1, ...gone, held: true },
    { titleId: 3, sweeps: 1, ...gone },
    uncertain,
  ];
  const grouped = groupMissing(missing);

  expect(grouped).toEqual({
    missing: [uncertain],
    gone: [
      { sweeps: 1, held: false, titleIds: [1, 3] },
      { sweeps: 1, held: true, titleIds: [2] },
    ],
  });
  expect(allMissing(grouped).sort((one, other) => one.titleId - other.titleId)).toEqual(missing);
});

it('keeps nothing but the ID of each title of a service that is gone, so that it fits into an item', () => {
  const missing = [1, 2, 3].map((titleId) => ({ titleId, sweeps: 6, ...gone, held: true }));

  expect(groupMissing(missing)).toEqual({
    missing: [],
    gone: [{ sweeps: 6, held: true, titleIds: [1, 2, 3] }],
  });
});
