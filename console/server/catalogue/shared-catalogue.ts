import { readKnownNames } from '../../../operate/catalogue/find-arrivals.ts';
import type { KnownNames } from '../../../operate/catalogue/known-names.ts';
import { isMissingCatalogue } from '../../../operate/catalogue/missing-catalogue.ts';
import type { Catalogue } from '../../../operate/catalogue/open-catalogue.ts';

/** The catalogue that all requests of a console share. */
export class SharedCatalogue {
  #opened: Promise<Catalogue> | undefined;

  constructor(readonly open: () => Promise<Catalogue>) {}

  /** Opens the catalogue on first use. A failure is not kept. */
  async get(): Promise<Catalogue> {
    this.#opened ??= this.open();
    try {
      return await this.#opened;
    } catch (error) {
      this.#opened = undefined;
      throw error;
    }
  }

  /** Reads the services and genres that the catalogue knows; null without its table. */
  async readNames(): Promise<KnownNames | null> {
    const opened = await this.get();
    try {
      return await readKnownNames(opened);
    } catch (error) {
      if (isMissingCatalogue(error)) return null;
      throw error;
    }
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    await opened?.close();
  }
}
