/** The page of titles that a request asked for. */
export interface AskedPage {
  readonly region: string;
  readonly sourceId: number;
  readonly types: readonly string[];
  readonly genres: readonly number[];
  readonly page: number;
  readonly limit: number;
}

/** The end of a paid request: the complete answer was sent, a page with titles left out, a broken answer, or none. */
export type Delivery = 'complete' | 'short' | 'broken' | 'lost';

/** A request that was charged. */
export interface Sale {
  /** The tick of the catalogue at which it was read. */
  readonly tick: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly what: 'page' | 'title' | 'reference' | 'other';
  readonly path: string;
  readonly credits: number;
  readonly delivery: Delivery;
  /** Only of pages. */
  readonly asked?: AskedPage;
  /** Only of pages: the IDs that were sent, in their order. */
  readonly sent?: readonly number[];
  /** Only of pages: true if there is no page behind it. */
  readonly isLastPage?: boolean;
  /** Only of titles. */
  readonly titleId?: number;
}

/** What the account has bought, in order. */
export class Ledger {
  readonly sales: Sale[] = [];

  /** The credits of all sales. */
  get charged(): number {
    return creditsOf(this.sales);
  }

  note(sale: Sale): void {
    this.sales.push(sale);
  }
}

/** The credits of some sales. */
export function creditsOf(sales: readonly Sale[]): number {
  return sales.reduce((sum, { credits }) => sum + credits, 0);
}
