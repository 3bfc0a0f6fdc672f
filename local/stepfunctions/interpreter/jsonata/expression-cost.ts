import { isObject } from '../json.ts';
import { MAX_DEPTH } from './limits.ts';
import type { SyntaxNode } from './syntax-node.ts';
import { isSimplePattern } from './simple-pattern.ts';

/** The cost of an expression, estimated from its source. */
export interface ExpressionCost {
  /** True if the work grows no faster than the size of the inputs. */
  readonly isPlain: boolean;
  /** True if it calls a function whose work grows faster than its arguments. */
  readonly isHeavy: boolean;
  /** True if a single step may never end, so that watching the steps does not help. */
  readonly isUnbounded: boolean;
  /** The names of all variables and functions. */
  readonly names: ReadonlySet<string>;
  /** The variables that it reads but does not set, without `states`. */
  readonly variables: readonly string[];
  /** The nodes of the bounds of ranges. */
  readonly rangeEnds: ReadonlySet<unknown>;
  /** The parent of each item of an array and of each member of an object. */
  readonly parents: ReadonlyMap<unknown, unknown>;
}

const names = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Functions with work linear in their arguments and results no longer than them. */
const LINEAR = names(
  'abs append average base64decode base64encode boolean ceil count exists floor hash keys length lookup ' +
    'lowercase max merge millis min not now number parse power random reverse round sqrt string substring ' +
    'substringAfter substringBefore sum toMillis trim type uppercase uuid fromMillis',
);
/** All other functions. */
const HEAVY = names(
  'assert clone contains decodeUrl decodeUrlComponent distinct each encodeUrl encodeUrlComponent error filter ' +
    'formatBase formatInteger formatNumber join map match pad parseInteger partition range reduce replace ' +
    'shuffle sift single sort split spread zip',
);
/** Functions with a picture as an argument, from this index on. A picture may ask for any width. */
const PICTURES: ReadonlyMap<string, number> = new Map([
  ['now', 0],
  ['fromMillis', 1],
  ['toMillis', 1],
  ['formatNumber', 1],
  ['formatInteger', 1],
  ['parseInteger', 1],
]);
const MAX_PICTURE_LENGTH = 200;

/** Limits of a plain expression: nodes, and nodes that may lengthen a value. */
const PLAIN_NODES = 200;
const PLAIN_GROWTHS = 3;

/** Estimates the cost of an expression from its syntax tree. */
export function estimateCost(syntax: SyntaxNode): ExpressionCost {
  const estimate = new CostEstimate();
  estimate.visit(syntax, false);
  return estimate.cost;
}

class CostEstimate {
  readonly #names = new Set<string>();
  /** Names that the expression sets: by `:=`, as a parameter, by `@` or `#`. */
  readonly #bound = new Set<string>(['', '$', 'states']);
  readonly #rangeEnds = new Set<unknown>();
  readonly #parents = new Map<unknown, unknown>();
  #depth = 0;
  #isPlain = true;
  #isHeavy = false;
  #isUnbounded = false;
  #nodes = 0;
  #growths = 0;

  get cost(): ExpressionCost {
    return {
      isPlain: this.#isPlain && this.#nodes <= PLAIN_NODES && this.#growths <= PLAIN_GROWTHS,
      isHeavy: this.#isHeavy,
      isUnbounded: this.#isUnbounded,
      names: this.#names,
      variables: [...this.#names].filter(
        (name) => !this.#bound.has(name) && !LINEAR.has(name) && !HEAVY.has(name),
      ),
      rangeEnds: this.#rangeEnds,
      parents: this.#parents,
    };
  }

  /** Visits a node. `repeated`: it is evaluated once for each item of a value. */
  visit(part: unknown, repeated: boolean): void {
    if (Array.isArray(part)) for (const item of part) this.visit(item, repeated);
    if (!isObject(part)) return;
    if (typeof part['type'] === 'string') this.#visitNested(part, repeated);
    else for (const member of Object.values(part)) this.visit(member, repeated);
  }

  #visitNested(node: SyntaxNode, repeated: boolean): void {
    this.#depth += 1;
    // Only a watched evaluation fails where AWS does.
    if (this.#depth > MAX_DEPTH) this.#isPlain = false;
    this.#visitNode(node, repeated);
    this.#depth -= 1;
  }

  #visitNode(node: SyntaxNode, repeated: boolean): void {
    this.#nodes += 1;
    const { type, predicate, stages, group, ...parts } = node;
    this.visit([predicate, stages], true);
    if (isObject(group)) {
      this.#isPlain = false;
      this.#addMembers(node, group);
    }
    this.visit(group, true);
    switch (type) {
      case 'path':
        this.#visitPath(node['steps'] as readonly SyntaxNode[], repeated);
        return;
      case 'function':
        this.#visitCall(node, repeated);
        return;
      case 'variable':
        this.#visitVariable(node, repeated);
        return;
      case 'binary':
        if (node['value'] === '..') {
          this.#isPlain = false;
          this.#rangeEnds.add(node['lhs']).add(node['rhs']);
        }
        break;
      case 'regex':
        this.#isPlain = false;
        this.#isHeavy = true;
        if (!isSimplePattern(node['value'])) this.#isUnbounded = true;
        return;
      case 'transform':
        this.#isUnbounded = true;
        break;
      case 'unary':
        this.#addItems(node);
        break;
      case 'condition':
      case 'block':
      case 'filter':
      case 'name':
      case 'string':
      case 'number':
      case 'value':
        break;
      case 'bind':
        this.#bind([node['lhs'] as SyntaxNode]);
        this.#isPlain = false;
        break;
      case 'lambda':
        this.#bind(node['arguments'] as readonly SyntaxNode[]);
        this.#isPlain = false;
        break;
      default:
        this.#isPlain = false;
    }
    this.visit(Object.values(parts), repeated);
  }

  #visitPath([first, ...others]: readonly SyntaxNode[], repeated: boolean): void {
    this.visit(first, repeated);
    for (const step of others) {
      if (step['type'] !== 'name') this.#growths += 1;
      this.visit(step, true);
    }
  }

  /** Visits a variable. Reading one input for each item of another makes the work quadratic. */
  #visitVariable({ value, focus, index }: SyntaxNode, repeated: boolean): void {
    this.#names.add(String(value));
    if (focus !== undefined || index !== undefined) this.#isPlain = false;
    for (const name of [focus, index]) if (typeof name === 'string') this.#bound.add(name);
    if (repeated && value !== '') this.#isPlain = false;
    // A function that is passed as a value may be called with any arguments.
    if (typeof value === 'string' && HEAVY.has(value)) this.#isUnbounded = true;
  }

  #addItems(node: SyntaxNode): void {
    if (node['value'] === '{') this.#addMembers(node, node);
    if (node['value'] !== '[') return;
    for (const item of node['expressions'] as readonly unknown[]) this.#parents.set(item, node);
  }

  #addMembers(parent: SyntaxNode, object: Readonly<Record<string, unknown>>): void {
    for (const [, value] of object['lhs'] as readonly (readonly unknown[])[]) {
      this.#parents.set(value, parent);
    }
  }

  #bind(variables: readonly SyntaxNode[]): void {
    for (const { value } of variables) this.#bound.add(String(value));
  }

  #visitCall({ procedure, arguments: given }: SyntaxNode, repeated: boolean): void {
    const { type, value } = procedure as SyntaxNode;
    const name = type === 'variable' ? String(value) : '';
    if (name === 'string') this.#growths += 1;
    if (!LINEAR.has(name)) this.#isPlain = false;
    if (HEAVY.has(name)) this.#isHeavy = true;
    const pictures = (given as readonly SyntaxNode[]).slice(PICTURES.get(name) ?? Infinity);
    if (!pictures.every(isShortPicture)) this.#isUnbounded = true;
    this.visit(given, repeated);
    if (name === '') this.visit(procedure, repeated);
  }
}

/** True if an argument is a constant picture without a large width. */
function isShortPicture({ type, value }: SyntaxNode): boolean {
  const picture = String(value);
  return type === 'string' && picture.length <= MAX_PICTURE_LENGTH && !/\d{5}/.test(picture);
}
