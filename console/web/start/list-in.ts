import type { InputField } from '../../api/index.ts';

/**
 * Returns the values of a list as a person writes it; undefined for none. Names may have blanks, so that only commas separate
 * them. Numbers and IDs become numbers; an invalid number stays text, so that the check reports it.
 */
export function listIn(text: string, kind: InputField['kind']): unknown[] | undefined {
  const parts = text
    .split(kind === 'names' ? ',' : /[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  return kind === 'words' ? parts : parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
