/**
 * Members of `T` as they are without those that are `undefined`: what could be is optional, and never `undefined`
 * (which `exactOptionalPropertyTypes` tells apart).
 */
export type DefinedMembers<T extends object> = {
  [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
} & {
  [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>;
};

/**
 * A copy without the members that are `undefined`, for objects in which such a member is left out rather than named:
 * `{ id, ...omitUndefined({ region, types }) }`. `null`, `false`, `0` and `''` are values and stay.
 */
export function omitUndefined<T extends object>(members: T): DefinedMembers<T> {
  const defined = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as DefinedMembers<T>;
}
