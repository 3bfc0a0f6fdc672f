import type { InputField, Violation } from '../../api/index.ts';

type Input = Readonly<Record<string, unknown>>;

interface InputFormProps {
  readonly fields: readonly InputField[];
  readonly input: Input;
  readonly violations: readonly Violation[];
  readonly onChange: (input: Input) => void;
}

/** A field for each property of the execution input, with the description of its schema. */
export function InputForm({ fields, input, violations, onChange }: InputFormProps) {
  return (
    <div class="fields">
      {fields.map((field) => {
        const own = violations.filter(
          ({ pointer }) => pointer === `/${field.name}` || pointer.startsWith(`/${field.name}/`),
        );
        const set = (value: unknown) => onChange(withField(input, field.name, value));
        return (
          <div key={field.name} class={`field ${own.length > 0 ? 'wrong' : ''}`}>
            <Control field={field} value={input[field.name]} onSet={set} />
            <p class="dim" id={`about-${field.name}`}>
              {field.description}
            </p>
            {own.map(({ pointer, problem }) => (
              <p key={pointer} class="bad">
                {pointer.slice(1)} {problem}
              </p>
            ))}
          </div>
        );
      })}
    </div>
  );
}

function withField(input: Input, name: string, value: unknown): Input {
  const others = Object.entries(input).filter(([key]) => key !== name);
  return Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
}

interface ControlProps {
  readonly field: InputField;
  readonly value: unknown;
  readonly onSet: (value: unknown) => void;
}

function Control({ field: { name, kind, choices }, value, onSet }: ControlProps) {
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
          {name}
        </label>
      );
    case 'choice':
      return (
        <label>
          {name}
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
      return <WindowControl value={value} onSet={onSet} />;
    case 'number':
      return (
        <label>
          {name}
          <input
            type="number"
            min={1}
            placeholder="All"
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
          {name}
          <input
            value={Array.isArray(value) ? value.join(', ') : ''}
            placeholder={
              choices.length > 0
                ? choices.slice(0, 2).join(', ')
                : kind === 'numbers'
                  ? '1616666, 1617777'
                  : 'GB, IE'
            }
            {...about}
            onChange={(event) => onSet(listIn(event.currentTarget.value, kind === 'numbers'))}
          />
        </label>
      );
  }
}

function WindowControl({ value, onSet }: Pick<ControlProps, 'value' | 'onSet'>) {
  const { start = '', end = '' } = (typeof value === 'object' && value !== null ? value : {}) as {
    start?: string;
    end?: string;
  };
  const set = (change: { start?: string; end?: string }) => {
    const next = { start, end, ...change };
    onSet(next.start === '' && next.end === '' ? undefined : next);
  };
  return (
    <fieldset aria-describedby="about-window">
      <legend>window</legend>
      <label>
        start{' '}
        <input
          value={start}
          placeholder="2026-11-01T00:00:00Z"
          onChange={(event) => set({ start: event.currentTarget.value.trim() })}
        />
      </label>
      <label>
        end{' '}
        <input
          value={end}
          placeholder="2026-11-08T00:00:00Z"
          onChange={(event) => set({ end: event.currentTarget.value.trim() })}
        />
      </label>
    </fieldset>
  );
}

function listIn(text: string, areNumbers: boolean): unknown[] | undefined {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  // Invalid numbers stay as text, so that the check reports them.
  return areNumbers ? parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part)) : parts;
}
