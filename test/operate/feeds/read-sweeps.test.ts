import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import region from '../../../events/examples/progress-item/reference-regions.json' with { type: 'json' };
import source from '../../../events/examples/progress-item/reference-sources.json' with { type: 'json' };
import section from '../../../events/examples/progress-item/section.json' with { type: 'json' };
import { readSweeps } from '../../../operate/feeds/read-sweeps.ts';

const dynamodb = mockClient(DynamoDBClient);
const now = (section.expiresAt - 1) * 1_000;
const read = (at = now) => readSweeps(new DynamoDBClient({ region: 'eu-west-2' }), 'TvGuideProgress', at);
const keyOf = (item: string) => ({ Key: marshall({ feed: 'catalogue', item }) });

describe('the sweeps of a progress table', () => {
  beforeEach(() => {
    dynamodb.reset();
    dynamodb.on(GetItemCommand).resolves({});
    dynamodb.on(QueryCommand).resolves({ Items: [marshall(section)] });
  });

  it('are the last sweep of each section, and the names that were bought', async () => {
    dynamodb
      .on(GetItemCommand, keyOf('reference#region'))
      .resolves({ Item: marshall(region) })
      .on(GetItemCommand, keyOf('reference#source'))
      .resolves({ Item: marshall(source) });

    expect(await read()).toEqual({ sections: [section], sources: source.entries, regions: region.entries });
    expect(dynamodb.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'TvGuideProgress',
      ExpressionAttributeValues: marshall({ ':feed': 'catalogue', ':prefix': 'section#' }),
    });
  });

  it('have no names before the first sweep', async () => {
    dynamodb.on(QueryCommand).resolves({});

    expect(await read()).toEqual({ sections: [], sources: null, regions: null });
  });

  it('are read page by page', async () => {
    const other = { ...section, item: 'section#GB:157' };
    dynamodb
      .on(QueryCommand)
      .resolvesOnce({ Items: [marshall(section)], LastEvaluatedKey: marshall({ item: section.item }) })
      .resolves({ Items: [marshall(other)] });

    expect((await read()).sections.map(({ item }) => item)).toEqual([section.item, other.item]);
    expect(dynamodb.commandCalls(QueryCommand)[1]?.args[0].input.ExclusiveStartKey).toEqual(
      marshall({ item: section.item }),
    );
  });

  it('leave out what has expired and what breaks its contract', async () => {
    expect((await read(now + 2_000)).sections).toEqual([]);
    dynamodb.on(QueryCommand).resolves({ Items: [marshall({ ...section, slot: 'c' })] });
    dynamodb.on(GetItemCommand).resolves({ Item: marshall({ ...region, entries: 'all' }) });

    expect(await read()).toEqual({ sections: [], sources: null, regions: null });
  });
});
