import { decodeToken, encodeToken, pageSize } from '../page-token.ts';
import { maxResults, pageToken } from '../shapes/members.ts';
import { toSeconds } from '../wire.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html} */
export const listStateMachines = operation(
  { maxResults: maxResults(), nextToken: pageToken() },
  async (request, { stateMachines }) => {
    const binding = ['ListStateMachines'];
    const after = decodeToken(binding, request.nextToken);
    // The last one of the previous page may have been deleted.
    const rest = (await stateMachines.list()).filter(({ name }) => after === undefined || name > after);
    const limit = pageSize(request.maxResults);
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    return {
      stateMachines: page.map(({ stateMachineArn, name, creationDate }) => ({
        stateMachineArn,
        name,
        type: 'STANDARD',
        creationDate: toSeconds(creationDate),
      })),
      nextToken: last !== undefined && limit < rest.length ? encodeToken(binding, last.name) : undefined,
    };
  },
);
