/** `T` with each member that may be `undefined` made optional instead. */
type DefinedMembers<T extends object> = {
  [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
} & {
  [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>;
};

/** Copies an object without the members that are `undefined`: `{ id, ...omitUndefined({ label, error }) }`. */
export function omitUndefined<T extends object>(members: T): DefinedMembers<T> {
  const defined = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as DefinedMembers<T>;
}
