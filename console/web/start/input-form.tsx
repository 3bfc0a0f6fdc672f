import type { InputField, Violation } from '../../api/index.ts';
import { DraftInput } from '../parts/draft-input.tsx';
import { fromPicker, toPicker } from './instants.ts';
import { listIn } from './list-in.ts';

type Input = Readonly<Record<string, unknown>>;

interface InputFormProps {
  readonly fields: readonly InputField[];
  readonly input: Input;
  readonly violations: readonly Violation[];
  /** Receives the new value of a field; undefined for none. */
  readonly onChange: (name: string, value: unknown) => void;
}

/** A field for each property of the execution input, with the description of its schema. */
export function InputForm({ fields, input, violations, onChange }: InputFormProps) {
  return (
    <div class="fields">
      {fields.map((field) => {
        const own = violations.filter(isOf(field));
        const set = (value: unknown) => onChange(field.name, value);
        return (
          <div key={field.name} class={`field ${own.length > 0 ? 'wrong' : ''}`}>
            <Control field={field} value={input[field.name]} onSet={set} />
            <p class="dim" id={`about-${field.name}`}>
              {field.description}
            </p>
            {own.map((violation) => (
              <p key={`${violation.pointer} ${violation.problem}`} class="bad">
                {withinField(violation)}
              </p>
            ))}
          </div>
        );
      })}
    </div>
  );
}

/** Returns a test for the violations of a field. */
export function isOf({ name }: InputField): (violation: Violation) => boolean {
  return ({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`);
}

/** Describes a violation beside its field: `End must be ...`, `Entry 3 must be ...`, `Must be ...`. */
function withinField({ pointer, problem }: Violation): string {
  const [, , part] = pointer.split('/');
  const words =
    part === undefined ? problem : `${/^\d+$/.test(part) ? `entry ${Number(part) + 1}` : part} ${problem}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Returns an input with another value of a field; undefined removes it. */
export function withField(input: Input, name: string, value: unknown): Input {
  const others = Object.entries(input).filter(([key]) => key !== name);
  return Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
}

interface ControlProps {
  readonly field: InputField;
  readonly value: unknown;
  readonly onSet: (value: unknown) => void;
}

function Control({ field: { name, label, kind, choices, placeholder }, value, onSet }: ControlProps) {
  const about = { 'aria-describedby': `about-${name}` };
  switch (kind) {
    case 'flag':
      return (
        <label>
          <input
            type="checkbox"
            checked={value === true}
            {...about}
            onChange={(event) => onSet(event.currentTarget.checked ? true : undefined)}
          />{' '}
          {label}
        </label>
      );
    case 'choice':
      return (
        <label>
          {label}
          <select
            value={typeof value === 'string' ? value : ''}
            {...about}
            onChange={(event) => onSet(event.currentTarget.value || undefined)}
          >
            <option value="">Default of the deployment</option>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </select>
        </label>
      );
    case 'window':
      return <WindowControl label={label} value={value} onSet={onSet} />;
    case 'number':
      return (
        <label>
          {label}
          <input
            type="number"
            min={1}
            placeholder={placeholder}
            value={typeof value === 'number' ? value : ''}
            {...about}
            onInput={(event) =>
              onSet(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))
            }
          />
        </label>
      );
    default:
      return (
        <label>
          {label}
          <DraftInput
            value={Array.isArray(value) ? value.join(', ') : ''}
            placeholder={placeholder}
            {...about}
            onFinish={(text) => onSet(listIn(text, kind))}
          />
        </label>
      );
  }
}

/** Two date pickers. Their times are UTC, as in the input. */
function WindowControl({ label, value, onSet }: { readonly label: string } & Omit<ControlProps, 'field'>) {
  const window = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  const set = (edge: string, instant: string) => {
    const others = Object.entries(window).filter(([name]) => name !== edge);
    const next = { ...Object.fromEntries(others), ...(instant === '' ? {} : { [edge]: instant }) };
    onSet(Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <fieldset aria-describedby="about-window">
      <legend>{label}</legend>
      {EDGES.map(([edge, name]) => (
        <label key={edge}>
          {name}
          <input
            type="datetime-local"
            step={1}
            value={toPicker(typeof window[edge] === 'string' ? window[edge] : '')}
            onChange={(event) => set(edge, fromPicker(event.currentTarget.value))}
          />
        </label>
      ))}
    </fieldset>
  );
}

const EDGES = [
  ['start', 'Start (UTC)'],
  ['end', 'End (UTC)'],
] as const;
