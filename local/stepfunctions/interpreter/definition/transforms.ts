import { omitUndefined } from '../omit-undefined.ts';
import type { FieldScope } from '../jsonata/misuse.ts';
import type { Template } from '../jsonata/template.ts';
import type { Loading } from './loading.ts';
import type { ObjectReader } from './reader.ts';
import { checkVariableNames, type VariableScope } from './variables.ts';

/** Reads `Next` or `End: true`: exactly one of them. */
export function readNext(reader: ObjectReader): { readonly next?: string } {
  const next = reader.string('Next');
  const end = reader.boolean('End');
  if (next !== undefined && end === true) reader.fail("A state has either 'Next' or 'End', not both");
  if (!reader.has('Next') && (end === false || !reader.has('End'))) {
    reader.fail('These fields are required: [Next] or [End]');
  }
  return omitUndefined({ next });
}

/** Reads `Output` and `Assign`. `field` is the member of `$states` that they can read besides the input. */
export function readTransforms(
  reader: ObjectReader,
  loading: Loading,
  scope: VariableScope,
  field?: FieldScope,
): { readonly output?: Template; readonly assign?: Template } {
  const assign = reader.objectTemplate('Assign', field);
  checkVariableNames(reader, loading.context.quotas.nameLength, scope.outer);
  return omitUndefined({ output: reader.template('Output', field), assign });
}
