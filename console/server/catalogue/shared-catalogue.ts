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

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    await opened?.close();
  }
}
