import type { FieldChange } from '../../api/index.ts';

/** The maximum number of changes in the result. */
const MOST = 200;

/** Returns the fields in which two JSON values differ, by path. */
export function differences(before: unknown, after: unknown): FieldChange[] {
  const found: FieldChange[] = [];
  compare(before, after, '', found);
  return found;
}

function compare(before: unknown, after: unknown, path: string, found: FieldChange[]): void {
  if (found.length >= MOST || before === after) return;
  if (isComposite(before) && isComposite(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const innerPath = Array.isArray(before) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      compare(memberOf(before, key), memberOf(after, key), innerPath, found);
    }
    return;
  }
  const [was, is] = [textOf(before), textOf(after)];
  if (was !== is) found.push({ path, before: was, after: is });
}

/** Returns an own property: a record may have a field `constructor`. */
function memberOf(value: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function isComposite(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
