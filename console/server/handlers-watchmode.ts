import { request } from 'node:http';
import type { WatchmodeView } from '../api/index.ts';
import { sendLive } from './live.ts';
import { RequestProblem } from './problem.ts';
import { reasonFor } from './reason.ts';
import { type Handler, mayChange } from './router.ts';
import type { ConsoleContext } from './context.ts';

const LOOK_MS = 500;

/** GET /api/live/watchmode: the stand-in's faults and use. */
export const liveWatchmode: Handler = async ({ context, response }) => {
  let told = '';
  await sendLive(
    response,
    context.io,
    LOOK_MS,
    async () => {
      const view = await viewOf(context);
      const text = JSON.stringify(view);
      if (text === told) return undefined;
      told = text;
      return view;
    },
    (error) => reasonFor(context, error),
  );
  return undefined;
};

/** POST /api/faults: puts other faults into force at once. */
export const faults: Handler = async ({ context, body }) => {
  mayChange(context);
  const spec = typeof body === 'object' && body !== null && 'faults' in body ? body.faults : undefined;
  if (typeof spec !== 'string') throw new RequestProblem(400, 'the request needs faults');
  await callStandIn(context, 'PUT', 'faults', JSON.stringify({ faults: spec }));
  return viewOf(context);
};

async function viewOf(context: ConsoleContext): Promise<WatchmodeView> {
  const [inForce, use] = await Promise.all([
    callStandIn(context, 'GET', 'faults'),
    callStandIn(context, 'GET', 'use'),
  ]);
  return { ...inForce, ...use, switches: context.options.standIn?.switches ?? [] } as WatchmodeView;
}

/** Asks the stand-in's control surface. It takes no browser's requests: this is none. */
function callStandIn(
  { options: { standIn } }: ConsoleContext,
  method: 'GET' | 'PUT',
  what: 'faults' | 'use',
  body = '',
): Promise<object> {
  if (standIn === null) throw new RequestProblem(404, 'there is no Watchmode stand-in here');
  const address = new URL(what, standIn.controlUrl);
  return new Promise((resolve, reject) => {
    const call = request(address, { method }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = JSON.parse(text) as { readonly error?: string };
        if (response.statusCode === 200) resolve(answer);
        else reject(new RequestProblem(400, answer.error ?? 'the stand-in refuses'));
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
