interface TitleNameProps {
  /** Null if it is not known. */
  readonly name: string | null;
  readonly id: number;
}

/** The name of a title, which is isolated: a name from right to left does not reorder the text around it. */
export function TitleName({ name, id }: TitleNameProps) {
  return name === null ? <>Title {id}</> : <bdi>{name}</bdi>;
}
