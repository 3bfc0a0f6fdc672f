import common from './schemas/common.schema.json' with { type: 'json' };
import type { TitleType } from './types.ts';

/** Every type of title of the contract. */
export const TITLE_TYPES = common.$defs.titleType.enum as readonly TitleType[];
