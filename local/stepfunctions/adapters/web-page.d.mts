/** The headers that tell a web page from a program. */
export interface PageHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

/** Returns true for a request that a web page may have caused. No local server answers it. */
export function isFromWebPage(headers: PageHeaders): boolean;
