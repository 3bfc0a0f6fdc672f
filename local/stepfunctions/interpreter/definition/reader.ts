import { isObject, type JsonValue } from '../json.ts';
import { omitUndefined } from '../omit-undefined.ts';
import { compileTemplate, escapePointer, expressionSource } from '../jsonata/compile-template.ts';
import { findMisuse, type FieldScope } from '../jsonata/misuse.ts';
import type { Template } from '../jsonata/template.ts';
import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';

/** The variables that an expression reads. */
export interface VariableReference {
  /** Place of the expression in the definition. */
  readonly pointer: string;
  readonly variables: readonly string[];
}

/** Collects the diagnostics of a definition and the variables that its expressions read. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  /** What only this runtime refuses. Among the diagnostics, except for a state that runs alone. */
  readonly refusals: Diagnostic[];
  readonly references: VariableReference[] = [];

  /** @param areRefusalsApart True to keep the refusals out of the diagnostics. */
  constructor(areRefusalsApart = false) {
    this.refusals = areRefusalsApart ? [] : this.diagnostics;
  }

  warning(code: DiagnosticCode, message: string, location: string): void {
    this.diagnostics.push({ severity: 'WARNING', code, message, location });
  }

  error(code: DiagnosticCode, message: string, location?: string): void {
    const place = location === '' ? '/' : location;
    const list = code === 'UNSUPPORTED_FEATURE' ? this.refusals : this.diagnostics;
    list.push({ severity: 'ERROR', code, message, ...omitUndefined({ location: place }) });
  }
}

/** Fields of the JSONPath query language only. */
const JSONPATH_FIELDS = new Set([
  'InputPath',
  'OutputPath',
  'Parameters',
  'Result',
  'ResultPath',
  'ResultSelector',
  'ItemsPath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'MaxItemsPerBatchPath',
  'MaxInputBytesPerBatchPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'Variable',
]);

const isString = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isStrings = (value: unknown): value is readonly string[] => isArray(value) && value.every(isString);

/**
 * Reads the members of an object by name. `finish` reports members that were not read, so that nothing in a definition
 * is silently ignored.
 */
export class ObjectReader {
  readonly pointer: string;
  /** All members. Access through this object does not mark a member as read. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly findings: Findings;
  readonly #asked = new Set<string>(['Comment']);

  constructor(members: Readonly<Record<string, unknown>>, pointer: string, findings: Findings) {
    this.members = members;
    this.pointer = pointer;
    this.findings = findings;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.members, name);
  }

  at(name: string): string {
    return `${this.pointer}/${escapePointer(name)}`;
  }

  fail(message: string, name?: string, code: DiagnosticCode = 'SCHEMA_VALIDATION_FAILED'): void {
    this.findings.error(code, message, name === undefined ? this.pointer : this.at(name));
  }

  /** Returns the raw member; `undefined` if absent. */
  raw(name: string): JsonValue | undefined {
    this.#asked.add(name);
    return this.has(name) ? (this.members[name] as JsonValue) : undefined;
  }

  /** Reports the members that are missing, all of them in one finding. */
  require(...names: readonly string[]): void {
    for (const name of names) this.#asked.add(name);
    const missing = names.filter((name) => !this.has(name));
    if (missing.length > 0) this.fail(`These fields are required: [${missing.join(', ')}]`);
  }

  string(name: string): string | undefined {
    const value = this.#typed(name, 'String', isString);
    if (expressionSource(value) === undefined) return value;
    this.fail(`The field '${name}' must be a constant, not a JSONata expression`, name);
    return undefined;
  }

  boolean(name: string): boolean | undefined {
    return this.#typed(name, 'Boolean', isBoolean);
  }

  object(name: string): ObjectReader | undefined {
    const value = this.#typed(name, 'Object', isObject);
    return value === undefined ? undefined : new ObjectReader(value, this.at(name), this.findings);
  }

  /** Returns readers of the objects in an array; `undefined` if the member is absent or not an array. */
  objects(name: string): readonly ObjectReader[] | undefined {
    const value = this.#typed(name, 'Array', isArray);
    return value?.flatMap((item, index) => this.#readers(item, `${this.at(name)}[${index}]`));
  }

  /** Returns names and readers of the objects in an object; `undefined` if the member is absent or not an object. */
  entries(name: string): readonly (readonly [name: string, reader: ObjectReader])[] | undefined {
    const value = this.#typed(name, 'Object', isObject);
    return (
      value &&
      Object.entries(value).flatMap(([key, item]) =>
        this.#readers(item, `${this.at(name)}/${escapePointer(key)}`).map((reader) => [key, reader] as const),
      )
    );
  }

  strings(name: string): readonly string[] | undefined {
    return this.#typed(name, 'Array of String', isStrings);
  }

  /** Reads an integer from `minimum` to `maximum`. */
  integer(name: string, minimum: number, maximum: number): number | undefined {
    const value = this.number(name, minimum, maximum);
    if (value === undefined || Number.isInteger(value)) return value;
    this.fail('Expected value of type Integer', name);
    return undefined;
  }

  number(name: string, minimum: number, maximum: number): number | undefined {
    const value = this.#typed(name, 'Number', isNumber);
    if (value === undefined || (minimum <= value && value <= maximum)) return value;
    this.fail(`The value ${value} is not between ${minimum} and ${maximum}`, name);
    return undefined;
  }

  /** Reads a template and checks its expressions against `scope`. Default: only input and context are readable. */
  template(name: string, scope?: FieldScope): Template | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    return compileTemplate(value, this.at(name), {
      compiled: (expression, pointer) => {
        const { variables } = expression.cost;
        if (variables.length > 0) this.findings.references.push({ pointer, variables });
        for (const message of findMisuse(expression.syntax, scope)) {
          this.findings.error('UNSUPPORTED_JSONATA_EXPRESSION', message, pointer);
        }
      },
      broken: (message, pointer) => this.findings.error('INVALID_JSONATA_EXPRESSION', message, pointer),
    });
  }

  /** Reads a template that must be an object, such as `Assign`. */
  objectTemplate(name: string, scope?: FieldScope): Template | undefined {
    return this.#typed(name, 'Object', isObject) && this.template(name, scope);
  }

  /** Reads an expression, or an integer from `minimum` to `maximum`. */
  numeric(name: string, minimum: number, maximum: number): Template | undefined {
    if (expressionSource(this.raw(name)) === undefined) this.integer(name, minimum, maximum);
    return this.template(name);
  }

  /** Reads an expression or a string. */
  text(name: string): Template | undefined {
    return this.#typed(name, 'String', isString) === undefined ? undefined : this.template(name);
  }

  /** Reports a member that the runtime does not support. */
  refuse(name: string, reason: string): void {
    this.#asked.add(name);
    if (this.has(name)) this.fail(reason, name, 'UNSUPPORTED_FEATURE');
  }

  /** Reports members that were not read. */
  finish(): void {
    for (const name of Object.keys(this.members)) {
      if (this.#asked.has(name)) continue;
      this.fail(
        JSONPATH_FIELDS.has(name)
          ? `The QueryLanguage is set to 'JSONata', but field '${name}' is only supported for the 'JSONPath' QueryLanguage`
          : `Field '${name}' is not supported`,
      );
    }
  }

  /** Returns the reader of an object; none for any other value. */
  #readers(value: unknown, pointer: string): readonly ObjectReader[] {
    if (isObject(value)) return [new ObjectReader(value, pointer, this.findings)];
    this.findings.error('SCHEMA_VALIDATION_FAILED', 'Expected value of type Object', pointer);
    return [];
  }

  #typed<T>(name: string, type: string, is: (value: unknown) => value is T): T | undefined {
    const value: unknown = this.raw(name);
    if (value === undefined || is(value)) return value;
    this.fail(`Expected value of type ${type}`, name);
    return undefined;
  }
}
