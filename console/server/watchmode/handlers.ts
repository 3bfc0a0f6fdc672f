import { request } from 'node:http';
import type { WatchmodeView } from '../../api/index.ts';
import type { ConsoleContext } from '../context.ts';
import { type Handler, mayChange } from '../http/handler.ts';
import { ifChanged, sendLive } from '../http/live.ts';
import { field, RequestProblem, text } from '../http/request.ts';

const LOOK_MS = 500;

/** GET /api/live/watchmode: the faults and the use of the stand-in. */
export const liveWatchmode: Handler = (request) =>
  sendLive(
    request,
    LOOK_MS,
    ifChanged(() => viewOf(request.context)),
  );

/** POST /api/faults: replaces the faults in force (`faults`), or switches one kind `on` or `off` and keeps the others. */
export const faults: Handler = async ({ context, body }) => {
  mayChange(context);
  const [on, off] = [field(body, 'on'), field(body, 'off')];
  const isSwitch = on !== undefined || off !== undefined;
  const change = isSwitch ? { on, off } : { faults: text(body, 'faults') };
  await callStandIn(context, isSwitch ? 'PATCH' : 'PUT', 'faults', JSON.stringify(change));
  return viewOf(context);
};

async function viewOf(context: ConsoleContext): Promise<WatchmodeView> {
  const [inForce, use] = await Promise.all([
    callStandIn(context, 'GET', 'faults'),
    callStandIn(context, 'GET', 'use'),
  ]);
  return { ...inForce, ...use, switches: context.options.standIn?.switches ?? [] } as WatchmodeView;
}

/** Returns the labels of the faults that are on: `Outage`. None without a stand-in. */
export async function faultsInForce(context: ConsoleContext): Promise<string[]> {
  const { standIn } = context.options;
  if (standIn === null) return [];
  const { faults, down } = (await callStandIn(context, 'GET', 'faults')) as WatchmodeView;
  const names = faults.split(',').map((spec) => spec.split(':', 1)[0]);
  return (
    standIn.switches
      // An outage has an end, after which its switch is still on.
      .filter(({ name }) => names.includes(name) && (down || !TIMED.has(name)))
      .map(({ label }) => label)
  );
}

/** The faults that end by themselves. */
const TIMED: ReadonlySet<string> = new Set(['outage', 'maintenance']);

/** Calls the control API of the stand-in. `fetch` cannot: its headers are those of a browser, which the API refuses. */
function callStandIn(
  { options: { standIn } }: ConsoleContext,
  method: 'GET' | 'PUT' | 'PATCH',
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
