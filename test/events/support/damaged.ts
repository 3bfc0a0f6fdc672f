import fc from 'fast-check';

const oddity = fc.oneof(
  fc.constantFrom(null, '', 'x', 'UK', '2026-02-30', 0, -1, 1.5, 1e300, true, [], {}, [1, 1], ['GB', 'GB']),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A value with a member replaced, added or left out, up to three times. */
export const damaged = (values: readonly unknown[]) =>
  fc
    .tuple(fc.constantFrom(...values), fc.array(fc.tuple(fc.nat(), oddity, fc.nat(2)), { maxLength: 3 }))
    .map(([value, damages]) => damages.reduce<unknown>(damage, value));

function damage(value: unknown, [choice, odd, kind]: [number, unknown, number]): unknown {
  if (typeof value !== 'object' || value === null) return odd;
  const keys = Object.keys(value);
  const key = keys[choice % (keys.length + 1)];
  const copy: Record<string, unknown> = { ...value };
  if (key === undefined) copy['unknown'] = odd;
  else if (kind === 0) return Object.fromEntries(Object.entries(copy).filter(([name]) => name !== key));
  else copy[key] = kind === 1 ? odd : damage(copy[key], [choice >> 3, odd, 1]);
  return Array.isArray(value) ? Object.values(copy) : copy;
}
