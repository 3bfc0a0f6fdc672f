import { request } from 'node:http';
import type { ConsoleOptions } from '../../../../console/server/context.ts';
import { type Console, startConsole } from '../../../../console/server/server.ts';
import { FakeIo } from '../../../cli/support/fake-io.ts';
import { LAPTOP } from './laptop-options.ts';

/** A response of the console. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request. The default headers are those of a page of the console. */
export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A console on a free port, over the mocked Step Functions of the test. */
export class ServedConsole {
  private constructor(
    readonly console: Console,
    readonly cookie: string,
  ) {}

  static async start(options: Partial<ConsoleOptions> = {}): Promise<ServedConsole> {
    const console = await startConsole({
      io: new FakeIo(),
      ...LAPTOP,
      ...options,
    });
    const { pathname, search } = new URL(console.address);
    const entered = await ask(console.port, { path: `${pathname}${search}` });
    const [cookie = ''] = String(entered.headers['set-cookie']).split(';');
    return new ServedConsole(console, cookie);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.console.port}`;
  }

  /** Sends a request with the headers of a page of the console. */
  ask({ headers = {}, ...asked }: Asked): Promise<Answered> {
    return ask(this.console.port, {
      ...asked,
      headers: { cookie: this.cookie, origin: this.origin, ...headers },
    });
  }

  /** Sends a request with only the given headers. */
  askBare(asked: Asked): Promise<Answered> {
    return ask(this.console.port, asked);
  }

  /** Sends a POST request as a page does. */
  tell(path: string, body: unknown): Promise<Answered> {
    return this.ask({ method: 'POST', path, body: JSON.stringify(body) });
  }

  close(): Promise<void> {
    return this.console.close();
  }
}

function ask(port: number, { method = 'GET', path, headers = {}, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}
