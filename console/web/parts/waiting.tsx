import { problem } from '../live.ts';

interface WaitingProps {
  readonly what: string;
  /** True if the page has a heading already. */
  readonly isPart?: boolean;
}

/** A placeholder while a page loads. The reason of a failure is in the notice above. */
export function Waiting({ what, isPart = false }: WaitingProps) {
  if (problem.value === null) return <p class="empty">Loading {what} …</p>;
  const Heading = isPart ? 'p' : 'h1';
  return (
    <section class={isPart ? '' : 'page'}>
      <Heading>Cannot load {what}</Heading>
      <p>
        <a href="/runs">All runs</a>
      </p>
    </section>
  );
}
