import { session } from '../session.ts';

/**
 * The line that Watchmode asks for wherever its data is shown. It stays at the bottom of the window, so that no content
 * that loads moves it.
 */
export function Attribution() {
  const attribution = session.value?.attribution;
  return (
    <footer class="attribution">
      {attribution !== undefined && (
        <a href={attribution.url} rel="noreferrer">
          {attribution.text}
        </a>
      )}
    </footer>
  );
}
