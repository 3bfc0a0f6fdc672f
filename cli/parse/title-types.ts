import { TITLE_TYPES } from '../../events/title-types.ts';
import { wordsOf } from './list.ts';

/** Parses a list of different types of titles: `movie,tv_series`. */
export const parseTypes = wordsOf('a type of title', TITLE_TYPES, 'movie,tv_series');
