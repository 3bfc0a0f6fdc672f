import { describe, expect, it } from '@jest/globals';
import {
  CreateStateMachineCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type Tag,
} from '@aws-sdk/client-sfn';
import { machineArn, PASS, ROLE } from './support/service.ts';
import { useSession } from './support/session.ts';

const session = useSession();
const create = (name: string, fields: { tags?: Tag[] } = {}) =>
  session.client.send(new CreateStateMachineCommand({ name, definition: PASS, roleArn: ROLE, ...fields }));

describe('tags', () => {
  it('are added, replaced, removed and listed', async () => {
    await create('m', { tags: [{ key: 'a', value: '1' }] });
    const resourceArn = machineArn('m');
    await session.client.send(
      new TagResourceCommand({
        resourceArn,
        tags: [
          { key: 'a', value: '2' },
          { key: 'b', value: '' },
        ],
      }),
    );
    await session.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['b', 'c'] }));
    const { tags } = await session.client.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual([{ key: 'a', value: '2' }]);
  });

  it('belong to state machines that exist, and are at most 50', async () => {
    const missing = new ListTagsForResourceCommand({ resourceArn: machineArn('m') });
    await expect(session.client.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFound' });
    const tags = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: '' }));
    await expect(create('m', { tags })).rejects.toMatchObject({ name: 'TooManyTags' });
  });
});

it.each(['aws:cloudformation:stack-name', 'AWS:x'])(
  'refuses the tag %s, which only AWS can set',
  async (key) => {
    const refusal = {
      name: 'AccessDeniedException',
      message: 'Caller is an end user and not allowed to mutate system tags',
    };
    const tags = [
      { key: 'a', value: '' },
      { key, value: '' },
    ];
    await expect(create('m', { tags })).rejects.toMatchObject(refusal);
    await create('m');
    const resourceArn = machineArn('m');
    await expect(session.client.send(new TagResourceCommand({ resourceArn, tags }))).rejects.toMatchObject(
      refusal,
    );
    const untag = new UntagResourceCommand({ resourceArn, tagKeys: [key] });
    await expect(session.client.send(untag)).rejects.toMatchObject(refusal);
  },
);
