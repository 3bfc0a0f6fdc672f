import { InvalidArgumentError } from 'commander';
import common from '../../events/schemas/common.schema.json' with { type: 'json' };
import { integer, refuseRepeated } from './list.ts';

const { minimum, maximum } = common.$defs.titleId;

/** Returns true for the text of an ID of a title. */
export function isTitleId(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= minimum && Number(text) <= maximum;
}

/** Parses the ID of a title. */
export const parseTitleId = integer(minimum, maximum);

/** Parses a list of different IDs of titles: `1616666,1617777`. */
export function parseTitleIds(text: string): number[] {
  const words = text.split(',').map((word) => word.trim());
  const wrong = words.find((word) => !isTitleId(word));
  if (wrong !== undefined) {
    throw new InvalidArgumentError(
      `${JSON.stringify(wrong)} is not the ID of a title; give whole numbers with a comma between them: 1,2,3.`,
    );
  }
  const titleIds = words.map(Number);
  refuseRepeated(titleIds);
  return titleIds;
}
