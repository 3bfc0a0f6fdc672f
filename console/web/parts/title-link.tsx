import { hrefOf } from '../address.ts';

interface TitleLinkProps {
  readonly id: number;
  /** Null if it is not known. */
  readonly name: string | null;
}

/** A link to the story of a title: its ID, and its name. */
export function TitleLink({ id, name }: TitleLinkProps) {
  return (
    <a href={hrefOf('titles', String(id))}>
      {id}
      {name !== null && (
        <>
          {' '}
          <bdi>{name}</bdi>
        </>
      )}
    </a>
  );
}
