import type { ItemReader } from '../definition/model.ts';
import { isArray, isObject, parseJson, type JsonValue } from '../json.ts';
import { ServiceError } from '../service-errors.ts';

/**
 * Returns the items in the text of a file, as ItemReader reads it from S3: a JSON list or a list in a JSON document,
 * JSON lines, or CSV. Without an InputType, the text is the list of objects that S3 gives.
 *
 * @throws ServiceError ValidationException if the text has another format
 */
export function itemsIn(text: string, { inputType = 'JSON', ...reader }: ItemReader): readonly JsonValue[] {
  switch (inputType) {
    case 'JSON':
      return jsonItems(text, reader.itemsPointer);
    case 'JSONL':
      return linesOf(text).map((line) => parsed(line));
    case 'CSV':
      return csvItems(text, reader);
    default:
      throw invalid(`this runtime does not read the InputType ${inputType}`);
  }
}

function jsonItems(text: string, pointer: string | undefined): readonly JsonValue[] {
  const value = pointer === undefined ? parsed(text) : at(parsed(text), pointer);
  if (isArray(value)) return value;
  const place = pointer === undefined ? 'it' : `its ${pointer}`;
  throw invalid(`${place} must be a JSON array`);
}

/** Follows a JSON pointer. */
function at(value: JsonValue, pointer: string): JsonValue | undefined {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<JsonValue | undefined>((inner, key) => {
    if (isArray(inner)) return inner[Number(key)];
    return isObject(inner) ? inner[key] : undefined;
  }, value);
}

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

function csvItems(
  text: string,
  { csvHeaders, csvDelimiter = 'COMMA' }: Pick<ItemReader, 'csvHeaders' | 'csvDelimiter'>,
): readonly JsonValue[] {
  const delimiter = DELIMITERS[csvDelimiter];
  if (delimiter === undefined) throw invalid(`there is no CSVDelimiter ${csvDelimiter}`);
  const rows = linesOf(text).map((line) => fieldsOf(line, delimiter));
  const headers = csvHeaders ?? rows.shift() ?? [];
  return rows.map((fields) =>
    Object.fromEntries(headers.map((header, index) => [header, fields[index] ?? ''])),
  );
}

/** Splits a line of CSV. A field in quotation marks can contain the delimiter, and a quotation mark twice. */
function fieldsOf(line: string, delimiter: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (character === '"' && isQuoted && line.charAt(index + 1) === '"') {
      field += '"';
      index += 1;
    } else if (character === '"') {
      isQuoted = !isQuoted;
    } else if (character === delimiter && !isQuoted) {
      fields.push(field);
      field = '';
    } else {
      field += character;
    }
  }
  return [...fields, field];
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

function parsed(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    throw invalid(`it is not JSON: ${String(cause)}`, cause);
  }
}

function invalid(reason: string, cause?: unknown): ServiceError {
  return new ServiceError('ValidationException', `The data of ItemReader cannot be read: ${reason}`, {
    cause,
  });
}
