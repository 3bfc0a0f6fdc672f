/** The line that Watchmode asks for wherever its data is shown, and the address that it links to. */
export const ATTRIBUTION = {
  text: 'Streaming data powered by Watchmode.com',
  url: 'https://www.watchmode.com/',
} as const;
