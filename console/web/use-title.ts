import { useEffect } from 'preact/hooks';

const CONSOLE = 'TV guide console';

/** Sets the title of the document; null while the page is loading. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? CONSOLE : `${title} · ${CONSOLE}`;
  }, [title]);
}
