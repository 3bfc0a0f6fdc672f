/** Returns the value of a date picker in UTC for an instant of an input; empty for one that is not valid. */
export function toPicker(instant: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? '' : new Date(at).toISOString().slice(0, 19);
}

/** Returns the instant of an input for the value of a date picker in UTC; empty for an empty picker. */
export function fromPicker(value: string): string {
  const at = Date.parse(`${value}Z`);
  return Number.isNaN(at) ? '' : new Date(at).toISOString().replace(/\.000Z$/, 'Z');
}
