import type { Clock, Random } from '../../local/stepfunctions/interpreter/ports.ts';
import { isObject, parseJson } from '../../local/stepfunctions/interpreter/json.ts';
import type { HostedFunctions } from '../../local/stepfunctions/adapters/lambda/hosted-function.ts';
import type { LambdaService } from '../../local/stepfunctions/adapters/lambda/lambda-answer.ts';

/** A function of a recording does something that is not known here. */
export class UnknownBehaviour extends Error {
  override readonly name = 'UnknownBehaviour';
  readonly behaviour: string;

  constructor(functionName: string, behaviour: string) {
    super(`The function ${functionName} does '${behaviour}', which is not known`);
    this.behaviour = behaviour;
  }
}

/** Longer than any recorded function runs. */
const TIMEOUT_MS = 900_000;

interface Surroundings {
  readonly clock: Clock;
  /** Ends the sleep of functions that nobody waits for any more. */
  readonly closing: AbortSignal;
}

type Behaviour = (event: unknown) => Promise<unknown>;

/**
 * The functions of a recording: `echo` gives its event, `constant:JSON` a value, `raise:NAME:MESSAGE` fails,
 * `sleep:SECONDS` waits before it gives its event, `large:CHARACTERS` gives a text of that length.
 */
export function recordedFunctions(
  lambdas: Readonly<Record<string, unknown>>,
  surroundings: Surroundings,
): HostedFunctions {
  return Object.fromEntries(
    Object.entries(lambdas).map(([name, text]) => [
      name,
      { handler: behaviourOf(name, text, surroundings), timeoutMs: TIMEOUT_MS },
    ]),
  );
}

function behaviourOf(functionName: string, text: unknown, { clock, closing }: Surroundings): Behaviour {
  if (typeof text !== 'string') throw new UnknownBehaviour(functionName, JSON.stringify(text));
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
      throw new UnknownBehaviour(functionName, text);
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
