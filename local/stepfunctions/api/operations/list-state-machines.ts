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
    const all = await stateMachines.list();
    const start =
      after === undefined ? 0 : all.findIndex(({ stateMachineArn }) => stateMachineArn === after) + 1;
    const limit = pageSize(request.maxResults);
    const page = all.slice(start, start + limit);
    const last = page.at(-1);
    return {
      stateMachines: page.map(({ stateMachineArn, name, creationDate }) => ({
        stateMachineArn,
        name,
        type: 'STANDARD',
        creationDate: toSeconds(creationDate),
      })),
      nextToken:
        last !== undefined && start + limit < all.length
          ? encodeToken(binding, last.stateMachineArn)
          : undefined,
    };
  },
);
