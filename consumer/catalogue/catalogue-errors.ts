import { problemOf } from '../../tasks/shared/errors/problem-of.ts';

/** The catalogue's table did not take or give an item. The record of the stream is retried. */
export class CatalogueUnavailable extends Error {
  override readonly name = 'Catalogue.Unavailable';

  constructor(
    /** The request, for example `GetItem of title:345534 in TvGuideCatalogue`. */
    readonly request: string,
    options?: ErrorOptions,
  ) {
    super(options === undefined ? request : `${request}: ${problemOf(options.cause)}`, options);
  }
}
