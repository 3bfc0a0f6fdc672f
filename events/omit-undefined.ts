/**
 * The members of `T` after `undefined` ones are removed. A member that could be `undefined` is optional
 * (`exactOptionalPropertyTypes` tells the two apart).
 */
export type DefinedMembers<T extends object> = {
  [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
} & {
  [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>;
};

/**
 * Copies an object without the members that are `undefined`. `null`, `false`, `0` and `''` stay.
 * @example omitUndefined({ id: 1, region: undefined }); // { id: 1 }
 */
export function omitUndefined<T extends object>(members: T): DefinedMembers<T> {
  const defined = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as DefinedMembers<T>;
}
