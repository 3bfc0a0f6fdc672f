import {
  isObject,
  parseJson,
  type Clock,
  type FunctionHandler,
  type HostedFunctions,
  type LambdaService,
  type Random,
} from '../../local/stepfunctions/index.ts';
import type { GoldenFunctions } from './golden.ts';

/** Longer than any function of a golden runs. */
const TIMEOUT_MS = 900_000;

interface Surroundings {
  readonly clock: Clock;
  /** Ends the sleep of functions that nobody waits for any more. */
  readonly closing: AbortSignal;
}

/**
 * The functions of a golden: `echo` gives its event, `constant:JSON` a value, `raise:NAME:MESSAGE` fails,
 * `sleep:SECONDS` waits before it gives its event, `large:CHARACTERS` gives a text of that length.
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

/** The recorded functions were written in Python, whose runtime reports errors in another shape than Node's. */
export function reportingAsPython(service: LambdaService, random: Pick<Random, 'uuid'>): LambdaService {
  return {
    async invoke(invocation) {
      const answer = await service.invoke(invocation);
      if (answer.kind !== 'FUNCTION_ERROR') return answer;
      const error: unknown = parseJson(answer.payload);
      const { errorMessage, errorType } = isObject(error) ? error : {};
      const payload = JSON.stringify({ errorMessage, errorType, requestId: random.uuid(), stackTrace: [] });
      return { kind: 'FUNCTION_ERROR', payload };
    },
  };
}
