import { useTitle } from '../use-title.ts';

interface NotFoundProps {
  /** A sentence. @default the address may be incomplete */
  readonly reason?: string;
}

/** The page for an unknown address. */
export function NotFoundPage({ reason = 'The address may be incomplete.' }: NotFoundProps) {
  useTitle('Not found');
  return (
    <section class="page">
      <h1>Page not found</h1>
      <p>
        {reason} <a href="/runs">All runs</a>
      </p>
    </section>
  );
}
