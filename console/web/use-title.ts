import { useEffect } from 'preact/hooks';

const CONSOLE = 'TV guide console';

/** Names the page in the browser's tab and history; null while it is not known what it shows. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? CONSOLE : `${title} · ${CONSOLE}`;
  }, [title]);
}
