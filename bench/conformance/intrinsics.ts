import { NotMechanicalError, pathToExpression } from './jsonpath.ts';

type Translate = (argument: readonly string[]) => string;

const call =
  (name: string): Translate =>
  (argument) =>
    `$${name}(${argument.join(', ')})`;

/** The intrinsic functions that have a JSONata counterpart. */
const FUNCTIONS: Readonly<Record<string, Translate>> = {
  StringToJson: call('parse'),
  JsonToString: call('string'),
  UUID: call('uuid'),
  Hash: call('hash'),
  Base64Encode: call('base64encode'),
  Base64Decode: call('base64decode'),
  ArrayLength: call('count'),
  ArrayUnique: call('distinct'),
  ArrayPartition: call('partition'),
  ArrayRange: call('range'),
  ArrayContains: ([array = '', item = '']) => `(${item} in ${array})`,
  ArrayGetItem: ([array = '', index = '']) => `(${array})[${index}]`,
  MathAdd: ([left = '', right = '']) => `(${left} + ${right})`,
  JsonMerge: ([left = '', right = '']) => `$merge([${left}, ${right}])`,
  Format: formatToExpression,
};

/** A token of an intrinsic function call: name with bracket, text, path or literal, or punctuation. */
const TOKEN =
  /\s*(?:States\.(\w+)\(|'((?:[^'\\]|\\.)*)'|(\$[^,()]*?)(?=\s*[,)])|(-?\d+(?:\.\d+)?|true|false|null)|([,)]))/y;

/** The arguments of `States.Array`, which only a template can build; `undefined` for any other function. */
export function arrayArguments(text: string, root: string): readonly string[] | undefined {
  if (!text.startsWith('States.Array(')) return undefined;
  return new IntrinsicReader(text.slice('States.Array('.length), root).readArguments();
}

/** Reads an intrinsic function call as a JSONata expression. */
export function intrinsicToExpression(text: string, root: string): string {
  return new IntrinsicReader(text, root).read();
}

class IntrinsicReader {
  readonly #text: string;
  readonly #root: string;
  #position = 0;

  constructor(text: string, root: string) {
    this.#text = text;
    this.#root = root;
  }

  read(): string {
    const expression = this.#value(this.#token());
    if (expression === undefined) throw this.#unreadable();
    return expression;
  }

  /** Up to the closing bracket. */
  readArguments(): readonly string[] {
    const expressions: string[] = [];
    for (;;) {
      const token = this.#token();
      const expression = this.#value(token);
      if (expression !== undefined) expressions.push(expression);
      else if (token[5] === ')') return expressions;
    }
  }

  #value([, name, text, path, literal]: RegExpExecArray): string | undefined {
    if (name !== undefined) {
      const translate = FUNCTIONS[name];
      if (translate === undefined) throw new NotMechanicalError(`The intrinsic function States.${name}`);
      return translate(this.readArguments());
    }
    if (text !== undefined) return JSON.stringify(text.replace(/\\(.)/g, '$1'));
    return path === undefined ? literal : pathToExpression(path, this.#root);
  }

  #token(): RegExpExecArray {
    TOKEN.lastIndex = this.#position;
    const match = TOKEN.exec(this.#text);
    if (match === null) throw this.#unreadable();
    this.#position = TOKEN.lastIndex;
    return match;
  }

  #unreadable(): NotMechanicalError {
    return new NotMechanicalError(`The intrinsic function call ${this.#text}`);
  }
}

function formatToExpression([template = '""', ...values]: readonly string[]): string {
  const text: unknown = template.startsWith('"') ? JSON.parse(template) : undefined;
  if (typeof text !== 'string') throw new NotMechanicalError('States.Format with a template that is no text');
  const parts = text.split('{}').map((part, index) => {
    const value = values[index - 1];
    return value === undefined ? JSON.stringify(part) : `$string(${value}) & ${JSON.stringify(part)}`;
  });
  return `(${parts.join(' & ')})`;
}
