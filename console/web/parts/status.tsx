/** The colour and the sign of each status. */
const LOOKS: Readonly<Record<string, readonly [tone: string, sign: string]>> = {
  SUCCEEDED: ['good', '✓'],
  FAILED: ['bad', '✕'],
  TIMED_OUT: ['bad', '✕'],
  RUNNING: ['busy', '●'],
  PENDING_REDRIVE: ['wait', '◔'],
  ABORTED: ['off', '■'],
  INTERRUPTED: ['warn', '▲'],
  RETRYING: ['wait', '◔'],
  CAUGHT: ['warn', '▲'],
  SKIPPED: ['off', '–'],
  DEFERRED: ['warn', '▲'],
  REJECTED: ['bad', '✕'],
  FETCHED: ['good', '✓'],
  LISTED: ['off', '·'],
  PENDING: ['off', '·'],
};

/** Returns the tone of a status: `good`, `bad`, `busy`, `wait`, `warn` or `off`. */
export function toneOf(status: string): string {
  return LOOKS[status.toUpperCase()]?.[0] ?? 'off';
}

/** Returns the sign of a status. */
export function signOf(status: string): string {
  return LOOKS[status.toUpperCase()]?.[1] ?? '·';
}

/** Returns a status in words: `Timed out`. */
export function wordFor(status: string): string {
  const words = status.toLowerCase().replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

interface StatusProps {
  readonly value: string;
  /** The text. @default the words of the status */
  readonly words?: string | undefined;
}

/** A status with its sign. */
export function Status({ value, words = wordFor(value) }: StatusProps) {
  return (
    <span class={`status ${toneOf(value)}`}>
      <span class="sign" aria-hidden="true">
        {signOf(value)}
      </span>
      {words}
    </span>
  );
}
