/** The pages of a service's titles of one type in one country, as somebody has counted them. */
export interface KnownSection {
  readonly region: string;
  readonly service: string;
  readonly type: string;
  /** Pages of 250 titles, a credit each. */
  readonly pages: number;
}

/** The source of the figures and their date. Watchmode itself publishes none. Services change their catalogues. */
export const KNOWN_SECTIONS_SOURCE = "customers' reports, October 2026";

/** The known figures. The first sweep of a deployment shows its own. */
export const KNOWN_SECTIONS: readonly KnownSection[] = [
  { region: 'US', service: 'Netflix', type: 'movie', pages: 15 },
  { region: 'US', service: 'HBO Max', type: 'movie', pages: 6 },
  { region: 'US', service: 'Disney+', type: 'movie', pages: 4 },
  { region: 'US', service: 'Hulu', type: 'movie', pages: 5 },
];

/** The credits of Watchmode's free plan in a month, from the same source. */
export const FREE_PLAN_CREDITS = 2_500;
