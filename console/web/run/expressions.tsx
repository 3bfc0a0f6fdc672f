import type { ExpressionView } from '../../api/index.ts';
import { JsonTree } from '../parts/json-tree.tsx';

const SHORT = 120;

/** The JSONata expressions of a state with their values. */
export function Expressions({ expressions }: { readonly expressions: readonly ExpressionView[] }) {
  if (expressions.length === 0) return <p class="dim">This state has no JSONata expressions.</p>;
  return (
    <dl class="expressions">
      {expressions.map(({ path, expression, value }) => (
        <div key={path}>
          <dt>{path}</dt>
          <dd>
            <pre class="expression">{expression}</pre>
            {value === null ? (
              <span class="dim">The value is not in the history.</span>
            ) : value.length <= SHORT ? (
              <code class="value">= {value}</code>
            ) : (
              <JsonTree text={value} label={`Value of ${path}`} open={1} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface VariablesProps {
  readonly before: Readonly<Record<string, string>>;
  readonly assigned: Readonly<Record<string, string>>;
}

/** The variables that a state assigned, and those in scope on entry. */
export function Variables({ before, assigned }: VariablesProps) {
  return (
    <>
      <h3>Assigned by this state</h3>
      <VariableList variables={assigned} none="None." />
      <h3>In scope on entry</h3>
      <VariableList variables={before} none="None." />
    </>
  );
}

function VariableList({
  variables,
  none,
}: {
  readonly variables: Readonly<Record<string, string>>;
  readonly none: string;
}) {
  const entries = Object.entries(variables);
  if (entries.length === 0) return <p class="dim">{none}</p>;
  return (
    <dl class="expressions">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>${name}</dt>
          <dd>
            {value.length <= SHORT ? (
              <code class="value">{value}</code>
            ) : (
              <JsonTree text={value} label={`$${name}`} open={1} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
