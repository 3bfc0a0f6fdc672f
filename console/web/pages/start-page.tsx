import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { InputField, RunInput, StartForm, Violation } from '../../api/index.ts';
import { address, AskError, tell } from '../ask.ts';
import { go, hrefOf, param } from '../address.ts';
import { formatInput } from '../start/format-input.ts';
import { InputForm, isOf, withField } from '../start/input-form.tsx';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';

/** The debounce time of the check. */
const CHECK_AFTER_MS = 250;
/** The number of lines of the JSON that are shown at least and at most. */
const LEAST_ROWS = 12;
const MOST_ROWS = 40;

/** Starts a run: a field for each property of the input, beside its JSON. */
export function StartPage() {
  useTitle('Start a run');
  const form = useAnswer<StartForm>('/api/start-form').value;
  const text = useSignal('{}');
  const name = useSignal('');
  const violations = useSignal<readonly Violation[]>([]);
  const problem = useSignal('');
  const like = param('like');
  const model = useAnswer<RunInput>(like === null ? null : address('/api/input', { id: like })).value;
  useEffect(() => {
    if (model.value !== null) text.value = formatInput(JSON.parse(model.value.input));
  }, [model.value]);
  const input = parse(text.value);
  useEffect(() => {
    if (input === undefined) {
      violations.value = [{ pointer: '', problem: 'is not valid JSON' }];
      return undefined;
    }
    const timer = setTimeout(() => {
      void tell<{ violations: Violation[] }>('/api/check', { input }).then(
        (answer) => (violations.value = answer.violations),
        (error: unknown) => (problem.value = (error as Error).message),
      );
    }, CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text.value]);
  const start = async (event: Event) => {
    event.preventDefault();
    problem.value = '';
    try {
      const { id } = await tell<{ id: string }>('/api/start', { input, name: name.value });
      go(hrefOf('runs', id));
    } catch (error) {
      problem.value = (error as Error).message;
      if (error instanceof AskError) violations.value = error.violations;
    }
  };
  // A form without the input of that run would start another run than the one that was asked for.
  if (like !== null && model.value === null) return <NoInput like={like} problem={model.problem} />;
  return (
    <section class="page">
      <h1>Start a run</h1>
      {like !== null && <p class="dim">Prefilled with the input of {like.split(':').at(-1)}.</p>}
      {form.value === null ? (
        <p class="dim">{form.problem ?? 'Loading …'}</p>
      ) : (
        <form class="start" onSubmit={(event) => void start(event)}>
          <div class="examples" role="group" aria-label="Examples">
            <span class="dim">Examples</span>
            {form.value.examples.map((example) => (
              <button
                key={example.name}
                type="button"
                onClick={() => (text.value = formatInput(JSON.parse(example.input)))}
              >
                {example.name}
              </button>
            ))}
          </div>
          <div class="start-sides">
            <div>
              <div class="field">
                <label>
                  Name
                  <input
                    value={name.value}
                    pattern="[A-Za-z0-9_\-]{1,80}"
                    aria-describedby="about-the-name"
                    onInput={(event) => (name.value = event.currentTarget.value)}
                  />
                </label>
                <p class="dim" id="about-the-name">
                  Name of the execution. Default: generated from the time and the input.
                </p>
              </div>
              <InputForm
                fields={form.value.fields}
                input={input ?? {}}
                violations={violations.value}
                // Two changes may come before the page is drawn again, so that each begins with the newest text.
                onChange={(field, value) =>
                  (text.value = formatInput(withField(parse(text.value) ?? {}, field, value)))
                }
              />
            </div>
            <label class="raw">
              Input as JSON
              <textarea
                class="mono"
                rows={Math.min(MOST_ROWS, Math.max(LEAST_ROWS, text.value.split('\n').length + 1))}
                spellcheck={false}
                value={text.value}
                onInput={(event) => (text.value = event.currentTarget.value)}
              />
            </label>
          </div>
          <Violations violations={violations.value} fields={form.value.fields} />
          {problem.value !== '' && <p class="error">{problem.value}</p>}
          <div class="buttons">
            <button type="submit" class="primary" disabled={violations.value.length > 0}>
              Start
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

function NoInput({ like, problem }: { readonly like: string; readonly problem: string | null }) {
  const name = like.split(':').at(-1) ?? like;
  return (
    <section class="page">
      <h1>Start a run</h1>
      {problem === null ? (
        <p class="empty">Loading the input of {name} …</p>
      ) : (
        <>
          <p class="error" role="alert">
            Cannot read the input of {name}. {problem}
          </p>
          <p>
            <a href="/start">Start a run with another input</a>
          </p>
        </>
      )}
    </section>
  );
}

interface ViolationsProps {
  readonly violations: readonly Violation[];
  readonly fields: readonly InputField[];
}

/** The violations that no field shows, and the names of the fields that show the others. */
function Violations({ violations, fields }: ViolationsProps) {
  if (violations.length === 0) return null;
  const wrong = fields.filter((field) => violations.some(isOf(field)));
  const others = violations.filter((violation) => !wrong.some((field) => isOf(field)(violation)));
  return (
    <ul class="violations" role="alert">
      {others.map(({ pointer, problem }) => (
        <li key={`${pointer} ${problem}`}>
          <code>{pointer === '' ? 'The input' : pointer}</code> {problem}
        </li>
      ))}
      {wrong.length > 0 && <li>Correct above: {wrong.map(({ label }) => label).join(', ')}</li>}
    </ul>
  );
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
