import {
  parseJson,
  type Clock,
  type FunctionHandler,
  type HostedFunctions,
} from '../../local/stepfunctions/index.ts';
import type { GoldenFunctions } from './golden.ts';

/** More than any function of a golden takes. */
const TIMEOUT_MS = 900_000;

interface Surroundings {
  readonly clock: Clock;
  /** Ends the sleep of functions when the runtime closes. */
  readonly closing: AbortSignal;
}

/**
 * Makes the functions of a golden. `echo` returns its event, `constant:JSON` a value, and `large:CHARACTERS` a text of
 * that length. `raise:NAME:MESSAGE` fails. `sleep:SECONDS` waits and returns its event.
 */
export function functionsOf(texts: GoldenFunctions, surroundings: Surroundings): HostedFunctions {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      { handler: handlerOf(text, surroundings), timeoutMs: TIMEOUT_MS },
    ]),
  );
}

function handlerOf(text: string, { clock, closing }: Surroundings): FunctionHandler {
  const [verb, ...parameters] = text.split(':');
  const rest = parameters.join(':');
  switch (verb) {
    case 'echo':
      return (event) => Promise.resolve(event);
    case 'constant': {
      const value = parseJson(rest);
      return () => Promise.resolve(value);
    }
    case 'raise': {
      const [name = '', ...message] = parameters;
      return () => Promise.reject(Object.assign(new Error(message.join(':')), { name }));
    }
    case 'sleep':
      return async (event) => {
        await clock.sleep(Number(rest) * 1000, closing);
        return event;
      };
    case 'large':
      return () => Promise.resolve('a'.repeat(Number(rest)));
    default:
      throw new Error(`No function can do '${text}'`);
  }
}
