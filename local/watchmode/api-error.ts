/** A response other than 200, in Watchmode's error format. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: 400 | 401 | 402 | 403 | 404 | 405 | 410 | 429 | 451 | 500 | 503;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ApiError['status'], message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }

  get body(): { success: false; statusCode: number; statusMessage: string } {
    return { success: false, statusCode: this.status, statusMessage: this.message };
  }
}
