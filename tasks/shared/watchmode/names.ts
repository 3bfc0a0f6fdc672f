import { CREDITS_PER_LIST } from '../../../events/credits.ts';
import type { WatchmodeConnection } from './connection.ts';
import { readList, type ListName } from './read-list.ts';
import type { ListedGenre, ListedRegion, ListedSource, Responses } from './responses.ts';
import * as validators from './validators.mjs';
import type { Validator } from './validators.mjs';

/** The requests of the names of services, genres and countries. They reject as those of {@link WatchmodeConnection}. */
export interface Names {
  /** Reads all services, without invalid parts: 1 credit. */
  sources(): Promise<ListedSource[]>;
  /** Reads all genres, without invalid ones: 1 credit. */
  genres(): Promise<ListedGenre[]>;
  /** Reads all countries, without invalid ones, and if the account's plan includes them: 1 credit. */
  regions(): Promise<ListedRegion[]>;
}

/** Creates the requests of names. */
export function names({ getParts }: WatchmodeConnection): Names {
  const getList = <Name extends ListName>(
    path: string,
    contract: Readonly<Record<Name, Validator>>,
  ): Promise<Responses[Name]> =>
    getParts({ path, credits: CREDITS_PER_LIST }, (response, note) => readList(contract, response, note));
  return {
    sources: () => getList('/sources', { SourceList: validators.SourceList }),
    genres: () => getList('/genres', { GenreList: validators.GenreList }),
    regions: () => getList('/regions', { RegionList: validators.RegionList }),
  };
}
