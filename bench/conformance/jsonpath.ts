import type { JsonValue } from '../../local/stepfunctions/interpreter/json.ts';

/** Something in a definition of the other dialect that has no mechanical reading in JSONata. */
export class NotMechanicalError extends Error {
  override readonly name = 'NotMechanicalError';
}

const STEP = /^(?:\.([A-Za-z_][\w-]*)|\['([^']+)'\]|\["([^"]+)"\]|\[(-?\d+)\]|\[\*\])/;

/**
 * Reads a reference or query path as a JSONata expression. `root` is what `$` stands for. Filters, slices and `..`
 * are not read.
 */
export function pathToExpression(path: JsonValue, root: string): string {
  if (typeof path !== 'string') throw new NotMechanicalError(`The path ${JSON.stringify(path)}`);
  const context = path.startsWith('$$');
  const variable = /^\$([A-Za-z_]\w*)/.exec(path)?.[1];
  const start = context ? '$states.context' : variable === undefined ? root : `$${variable}`;
  let rest = path.slice(context ? 2 : 1 + (variable ?? '').length);
  let expression = start;
  let isDefinite = true;
  while (rest !== '') {
    const match = STEP.exec(rest);
    if (!path.startsWith('$') || match === null) throw new NotMechanicalError(`The path '${path}'`);
    const [step, plain, single, double, index] = match;
    const name = plain ?? single ?? double;
    if (name !== undefined) expression += `.\`${name}\``;
    if (index !== undefined) expression += `[${index}]`;
    if (step === '[*]') isDefinite = false;
    rest = rest.slice(step.length);
  }
  // What may match any number of values gives an array, however many there are.
  return isDefinite ? expression : `$append([], ${expression})`;
}

/** Wraps an expression for a definition. */
export function embrace(expression: string): string {
  return `{% ${expression} %}`;
}
