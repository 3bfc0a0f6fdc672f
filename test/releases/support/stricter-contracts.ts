import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describeViolations } from '../../../events/validate.ts';
import type { FindViolations } from './contracts.ts';

interface Schema {
  readonly $id: string;
  readonly title?: string;
  readonly required?: string[];
}

const folder = join(import.meta.dirname, '../../../events/schemas');

/**
 * The current contracts with a possible change of a later release: a schema, or a part of one, requires another member.
 * With null there is no change.
 *
 * @param title - of the schema, or of its part
 */
export function stricterContracts(title: string, member: string | null): FindViolations {
  const schemas = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Schema,
  );
  const changed = schemas.flatMap((schema) => partsOf(schema)).filter((part) => part.title === title);
  if (changed.length !== 1) throw new Error(`There are ${changed.length} schemas ${title}`);
  if (member !== null) changed[0]?.required?.push(member);
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
  formats.default(ajv, ['date-time', 'date', 'uri']);
  ajv.addSchema(schemas);
  const idOf = (name: string) => schemas.find((schema) => schema.title === name)?.$id ?? name;
  return (contract, value) => {
    const validate = ajv.getSchema(idOf(contract));
    if (validate === undefined) throw new Error(`There is no schema ${contract}`);
    return validate(value) === true ? [] : describeViolations(validate.errors ?? [], value);
  };
}

/** A schema and all its inner schemas. */
function partsOf(node: unknown): Schema[] {
  if (typeof node !== 'object' || node === null) return [];
  return [node as Schema, ...Object.values(node).flatMap(partsOf)];
}
