import { definition, stateMachineType } from '../shapes/members.ts';
import { integer, oneOf, required } from '../shapes/shape.ts';
import { operation } from './operation.ts';

const MAX_DIAGNOSTICS = 100;

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html} */
export const validateStateMachineDefinition = operation(
  {
    definition: required(definition()),
    type: stateMachineType(),
    severity: oneOf('ERROR', 'WARNING'),
    maxResults: integer({ min: 0, max: MAX_DIAGNOSTICS }),
  },
  (request, { engine }) => {
    const { result, diagnostics } = engine.validateDefinition(request.definition, request.type);
    // WARNING includes errors and warnings. The default is errors only.
    const wanted = diagnostics.filter(
      ({ severity }) => severity === 'ERROR' || request.severity === 'WARNING',
    );
    const { maxResults = 0 } = request;
    const limit = maxResults === 0 ? MAX_DIAGNOSTICS : maxResults;
    return Promise.resolve({
      result,
      diagnostics: wanted.slice(0, limit),
      truncated: wanted.length > limit,
    });
  },
);
