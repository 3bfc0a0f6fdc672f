import { isObject, type JsonValue } from '../json.ts';
import { compileTemplate, escapePointer, expressionSource } from '../jsonata/compile-template.ts';
import { findMisuse, type FieldScope } from '../jsonata/misuse.ts';
import type { Template } from '../jsonata/template.ts';
import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';

/** An expression reads variables. */
export interface VariableReference {
  /** JSON pointer of the expression in the definition. */
  readonly pointer: string;
  readonly variables: readonly string[];
}

/** Collects what is wrong with a definition, and which variables its expressions read. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  readonly references: VariableReference[] = [];

  get hasErrors(): boolean {
    return this.diagnostics.some(({ severity }) => severity === 'ERROR');
  }

  warning(code: DiagnosticCode, message: string, location: string): void {
    this.diagnostics.push({ severity: 'WARNING', code, message, location });
  }

  error(code: DiagnosticCode, message: string, location: string): void {
    this.diagnostics.push({ severity: 'ERROR', code, message, location: location === '' ? '/' : location });
  }
}

/** Fields that only the other query language has. */
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

/** Kinds of value that a field may ask for. */
type Kind = 'string' | 'boolean' | 'object' | 'array';

/**
 * Reads the members of one object of a definition. Each member is asked for by name; `finish` reports those that
 * nobody asked for, so that nothing in a definition is silently ignored.
 */
export class ObjectReader {
  readonly pointer: string;
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #findings: Findings;
  readonly #asked = new Set<string>(['Comment']);

  constructor(object: Readonly<Record<string, unknown>>, pointer: string, findings: Findings) {
    this.#object = object;
    this.pointer = pointer;
    this.#findings = findings;
  }

  get findings(): Findings {
    return this.#findings;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  at(name: string): string {
    return `${this.pointer}/${escapePointer(name)}`;
  }

  fail(message: string, name?: string, code: DiagnosticCode = 'SCHEMA_VALIDATION_FAILED'): void {
    this.#findings.error(code, message, name === undefined ? this.pointer : this.at(name));
  }

  /** The raw member; `undefined` when it is absent. */
  raw(name: string): JsonValue | undefined {
    this.#asked.add(name);
    return this.has(name) ? (this.#object[name] as JsonValue) : undefined;
  }

  /** The raw member without counting it as read. */
  peek(name: string): unknown {
    return this.has(name) ? this.#object[name] : undefined;
  }

  /** Readers of the objects in an array, without counting it as read and without findings. */
  peekObjects(name: string): readonly ObjectReader[] {
    const value = this.peek(name);
    if (!Array.isArray(value)) return [];
    return value
      .filter(isObject)
      .map((item, index) => new ObjectReader(item, `${this.at(name)}/${index}`, this.#findings));
  }

  require(name: string): void {
    this.#asked.add(name);
    if (!this.has(name)) this.fail(`These fields are required: [${name}]`);
  }

  string(name: string): string | undefined {
    const value = this.#typed(name, 'string');
    if (typeof value !== 'string') return undefined;
    if (expressionSource(value) === undefined) return value;
    this.fail(`The field '${name}' must be a constant, not a JSONata expression`, name);
    return undefined;
  }

  boolean(name: string): boolean | undefined {
    const value = this.#typed(name, 'boolean');
    return typeof value === 'boolean' ? value : undefined;
  }

  object(name: string): ObjectReader | undefined {
    const value = this.#typed(name, 'object');
    return isObject(value) ? new ObjectReader(value, this.at(name), this.#findings) : undefined;
  }

  /** Readers of the objects in an array; `undefined` when the member is absent or is no array of objects. */
  objects(name: string): readonly ObjectReader[] | undefined {
    const value = this.#typed(name, 'array');
    if (!Array.isArray(value)) return undefined;
    return value.flatMap((item: unknown, index) => {
      const pointer = `${this.at(name)}/${index}`;
      if (isObject(item)) return [new ObjectReader(item, pointer, this.#findings)];
      this.#findings.error('SCHEMA_VALIDATION_FAILED', 'Expected value of type Object', pointer);
      return [];
    });
  }

  /** Readers of the objects in an object, with their names. */
  entries(name: string): readonly (readonly [name: string, reader: ObjectReader])[] {
    const value = this.#typed(name, 'object');
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([key, item]) => {
      const pointer = `${this.at(name)}/${escapePointer(key)}`;
      if (isObject(item)) return [[key, new ObjectReader(item, pointer, this.#findings)] as const];
      this.#findings.error('SCHEMA_VALIDATION_FAILED', 'Expected value of type Object', pointer);
      return [];
    });
  }

  strings(name: string): readonly string[] | undefined {
    const value = this.#typed(name, 'array');
    if (!Array.isArray(value)) return undefined;
    if (value.every((item): item is string => typeof item === 'string')) return value;
    this.fail('Expected value of type Array of String', name);
    return undefined;
  }

  /** A whole number from `minimum` to `maximum`. */
  integer(name: string, minimum: number, maximum: number): number | undefined {
    const value = this.number(name, minimum, maximum);
    if (value === undefined || Number.isInteger(value)) return value;
    this.fail('Expected value of type Integer', name);
    return undefined;
  }

  number(name: string, minimum: number, maximum: number): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number') this.fail('Expected value of type Number', name);
    else if (value < minimum || value > maximum) {
      this.fail(`The value ${value} is not between ${minimum} and ${maximum}`, name);
    } else return value;
    return undefined;
  }

  /** A template; each expression in it is compiled and checked for what `scope` does not offer. */
  template(name: string, scope: FieldScope): Template | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    return compileTemplate(value, this.at(name), {
      compiled: (expression, pointer) => {
        const { variables } = expression.judgement;
        if (variables.length > 0) this.#findings.references.push({ pointer, variables });
        for (const message of findMisuse(expression.syntax, scope)) {
          this.#findings.error('UNSUPPORTED_JSONATA_EXPRESSION', message, pointer);
        }
      },
      broken: (message, pointer) => this.#findings.error('INVALID_JSONATA_EXPRESSION', message, pointer),
    });
  }

  /** A template that must be an object, as `Assign` is. */
  objectTemplate(name: string, scope: FieldScope): Template | undefined {
    if (!this.has(name) || isObject(this.raw(name))) return this.template(name, scope);
    this.fail('Expected value of type Object', name);
    return undefined;
  }

  /** An expression, or a whole number from `minimum` to `maximum`. */
  numeric(name: string, scope: FieldScope, minimum: number, maximum: number): Template | undefined {
    if (expressionSource(this.raw(name)) === undefined) this.integer(name, minimum, maximum);
    return this.template(name, scope);
  }

  /** An expression, or a string. */
  text(name: string, scope: FieldScope): Template | undefined {
    this.#typed(name, 'string');
    return this.template(name, scope);
  }

  /** Says that the runtime does not do this. */
  refuse(name: string, reason: string): void {
    this.#asked.add(name);
    if (this.has(name)) this.fail(reason, name, 'UNSUPPORTED_FEATURE');
  }

  /** Reports members that were not asked for. */
  finish(): void {
    for (const name of Object.keys(this.#object)) {
      if (this.#asked.has(name)) continue;
      this.fail(
        JSONPATH_FIELDS.has(name)
          ? `The QueryLanguage is set to 'JSONata', but field '${name}' is only supported for the 'JSONPath' QueryLanguage`
          : `Field '${name}' is not supported`,
      );
    }
  }

  #typed(name: string, kind: Kind): JsonValue | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const actual = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
    if (actual === kind) return value;
    this.fail(`Expected value of type ${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, name);
    return undefined;
  }
}
