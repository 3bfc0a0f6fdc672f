import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask, sentence } from './ask.ts';

/** How the page stands with the server. */
export type Connection = 'still' | 'live' | 'connecting' | 'paused' | 'disconnected' | 'refused';

/** For the dot in the top bar. */
export const connection = signal<Connection>('still');

/** What the server says is wrong at its end; null when all is well. */
export const problem = signal<string | null>(null);

/**
 * Follows what the server tells about a subject. Each connection begins with a whole state, and goes on with what
 * changes. A page in the background listens to nothing.
 *
 * @param url the address, or null to follow nothing
 * @param take is given each message, and whether it is the first of its connection
 */
export function useLive(url: string | null, take: (update: unknown, isWhole: boolean) => void): void {
  useEffect(() => {
    if (url === null) return undefined;
    let source: EventSource | undefined;
    const listen = () => {
      if (document.hidden || source !== undefined) return;
      connection.value = 'connecting';
      source = follow(url, take);
    };
    const onVisibility = () => {
      if (!document.hidden) {
        listen();
        return;
      }
      source?.close();
      source = undefined;
      connection.value = 'paused';
    };
    document.addEventListener('visibilitychange', onVisibility);
    listen();
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      source?.close();
      connection.value = 'still';
      problem.value = null;
    };
  }, [url]);
}

function follow(url: string, take: (update: unknown, isWhole: boolean) => void): EventSource {
  let isWhole = true;
  const source = new EventSource(url);
  const well = () => {
    connection.value = 'live';
    problem.value = null;
  };
  source.addEventListener('open', () => {
    isWhole = true;
    well();
  });
  source.addEventListener('update', (event: MessageEvent<string>) => {
    well();
    take(JSON.parse(event.data), isWhole);
    isWhole = false;
  });
  source.addEventListener('well', well);
  source.addEventListener('problem', (event: MessageEvent<string>) => {
    problem.value = sentence((JSON.parse(event.data) as { problem: string }).problem);
  });
  source.addEventListener('error', () => {
    connection.value = 'disconnected';
    // What does not answer is tried again by the browser. What refuses is not, and says why when it is asked.
    if (source.readyState !== EventSource.CLOSED) return;
    connection.value = 'refused';
    void explainRefusal();
  });
  return source;
}

/** Another start of the command has another key: this page cannot come back by itself. */
async function explainRefusal(): Promise<void> {
  try {
    await ask('/api/session');
  } catch (error) {
    problem.value = (error as Error).message;
  }
}
