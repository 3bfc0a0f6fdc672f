import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { CopyButton } from './copy-button.tsx';

interface JsonTreeProps {
  /** JSON text; null if there is none. */
  readonly text: string | null;
  readonly label: string;
  /** The number of levels that are open at first. @default 2 */
  readonly open?: number;
}

/** The number of members of an object or list that are drawn at a time. */
const CHUNK = 100;
/** The maximum number of matches that are drawn. */
const MAX_MATCHES = 200;
const LONG = 300;
/** The minimum length of a text with a search field. */
const WORTH_SEARCHING = 400;

/** A JSON tree with search and copy. Closed branches are not drawn. */
export function JsonTree({ text, label, open = 2 }: JsonTreeProps) {
  const wanted = useSignal('');
  const value = useMemo(() => parse(text), [text]);
  if (text === null) return <p class="dim">None.</p>;
  return (
    <div class="json">
      <div class="json-tools">
        {text.length >= WORTH_SEARCHING && (
          <input
            type="search"
            aria-label={`Search in ${label}`}
            placeholder="Search"
            value={wanted.value}
            onInput={(event) => (wanted.value = event.currentTarget.value)}
          />
        )}
        <CopyButton text={() => JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
        <span class="dim">{size(text)}</span>
      </div>
      <div class="json-body mono" tabIndex={0} role="region" aria-label={label}>
        {wanted.value === '' ? (
          <Node name={null} value={value} open={open} />
        ) : (
          <Matches value={value} wanted={wanted.value.toLowerCase()} />
        )}
      </div>
    </div>
  );
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    // A cause may be plain text.
    return text;
  }
}

function size(text: string): string {
  const bytes = new TextEncoder().encode(text).length;
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KiB`;
}

interface NodeProps {
  readonly name: string | null;
  readonly value: unknown;
  readonly open: number;
}

function Node({ name, value, open }: NodeProps) {
  if (typeof value !== 'object' || value === null) {
    return (
      <div class="json-leaf">
        <Name name={name} />
        <Scalar value={value} />
      </div>
    );
  }
  return <Branch name={name} value={value} open={open} />;
}

function Branch({ name, value, open }: NodeProps & { readonly value: object }) {
  const entries: [string, unknown][] = Object.entries(value);
  const isOpen = useSignal(open > 0 && entries.length > 0);
  const shown = useSignal(CHUNK);
  const isList = Array.isArray(value);
  const [left, right] = isList ? ['[', ']'] : ['{', '}'];
  const what = isList ? (entries.length === 1 ? 'item' : 'items') : entries.length === 1 ? 'field' : 'fields';
  return (
    <div class="json-branch">
      <button
        type="button"
        class="json-toggle"
        aria-expanded={isOpen.value}
        disabled={entries.length === 0}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <span aria-hidden="true" class="twist">
          {entries.length === 0 ? '' : isOpen.value ? '▾' : '▸'}
        </span>
        <Name name={name} />
        {isOpen.value ? left : `${left} ${entries.length === 0 ? '' : `${entries.length} ${what} `}${right}`}
      </button>
      {isOpen.value && (
        <div class="json-members">
          {entries.slice(0, shown.value).map(([key, inner]) => (
            <Node key={key} name={key} value={inner} open={open - 1} />
          ))}
          {entries.length > shown.value && (
            <button type="button" class="json-toggle more" onClick={() => (shown.value += CHUNK)}>
              {entries.length - shown.value} more …
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Name({ name }: { readonly name: string | null }) {
  return name === null ? null : <span class="json-name">{name}: </span>;
}

function Scalar({ value }: { readonly value: unknown }) {
  const isLong = typeof value === 'string' && value.length > LONG;
  const isWhole = useSignal(!isLong);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const kind = value === null ? 'null' : typeof value;
  return (
    <span class={`json-${kind}`}>
      {typeof value === 'string' ? `"${isWhole.value ? text : text.slice(0, LONG)}"` : text}
      {!isWhole.value && (
        <button type="button" class="json-toggle more" onClick={() => (isWhole.value = true)}>
          {text.length - LONG} more characters …
        </button>
      )}
    </span>
  );
}

function Matches({ value, wanted }: { readonly value: unknown; readonly wanted: string }) {
  const found = useMemo(() => search(value, wanted), [value, wanted]);
  if (found.length === 0) return <p class="dim">No match.</p>;
  return (
    <>
      {found.map(([path, inner]) => (
        <div key={path} class="json-leaf">
          <Name name={path} />
          <Scalar value={inner} />
        </div>
      ))}
      {found.length === MAX_MATCHES && <p class="dim">Only the first {MAX_MATCHES} matches are shown.</p>}
    </>
  );
}

function search(value: unknown, wanted: string): [path: string, value: unknown][] {
  const found: [string, unknown][] = [];
  const look = (at: unknown, path: string) => {
    if (found.length >= MAX_MATCHES) return;
    if (typeof at === 'object' && at !== null) {
      for (const [key, inner] of Object.entries(at)) {
        look(inner, Array.isArray(at) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
      }
    } else if (path.toLowerCase().includes(wanted) || String(at).toLowerCase().includes(wanted)) {
      found.push([path, at]);
    }
  };
  look(value, '');
  return found;
}
