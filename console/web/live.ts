import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { refusalOf, sentence } from './ask.ts';

/** The state of the connection to the server. */
export type Connection = 'still' | 'live' | 'connecting' | 'failing' | 'paused' | 'disconnected' | 'refused';

/** The connection, shown in the top bar. */
export const connection = signal<Connection>('still');

/** The server's last error; null after a success. */
export const problem = signal<string | null>(null);

/**
 * Follows server-sent events. Each connection begins with a whole state and continues with changes. A page in the
 * background closes its connection.
 *
 * @param url null follows nothing
 * @param take receives each message; `isWhole` is true for the first of a connection
 */
export function useLive(url: string | null, take: (update: unknown, isWhole: boolean) => void): void {
  useEffect(() => {
    if (url === null) return undefined;
    let source: EventSource | undefined;
    const listen = () => {
      if (document.hidden || source !== undefined) return;
      connection.value = 'connecting';
      source = follow(url, take, () => {
        source = undefined;
        listen();
      });
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

function follow(
  url: string,
  take: (update: unknown, isWhole: boolean) => void,
  again: () => void,
): EventSource {
  let isWhole = true;
  const source = new EventSource(url);
  const well = () => {
    connection.value = 'live';
    problem.value = null;
  };
  // The server answers before it has asked any service: only a message shows that all is well.
  source.addEventListener('open', () => {
    isWhole = true;
    connection.value = 'connecting';
  });
  source.addEventListener('update', (event: MessageEvent<string>) => {
    well();
    take(JSON.parse(event.data), isWhole);
    isWhole = false;
  });
  source.addEventListener('well', well);
  source.addEventListener('problem', (event: MessageEvent<string>) => {
    connection.value = 'failing';
    problem.value = sentence((JSON.parse(event.data) as { problem: string }).problem);
  });
  // What does not exist is not asked for again.
  source.addEventListener('refused', (event: MessageEvent<string>) => {
    source.close();
    connection.value = 'still';
    problem.value = sentence((JSON.parse(event.data) as { problem: string }).problem);
  });
  source.addEventListener('error', () => {
    connection.value = 'disconnected';
    // The browser reconnects after a network error, but not after a refusal, whose reason a request tells.
    if (source.readyState !== EventSource.CLOSED) return;
    connection.value = 'refused';
    void refusalOf(url).then((reason) => {
      if (reason === null) again();
      else problem.value = reason;
    });
  });
  return source;
}
