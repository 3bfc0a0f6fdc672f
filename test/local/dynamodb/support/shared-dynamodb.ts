import { afterAll, beforeAll } from '@jest/globals';
import { createTable, openDynamodb, type OpenDynamodb } from './local-dynamodb.ts';

/** A local DynamoDB that runs while the tests of a file do. */
export interface SharedDynamodb extends Pick<OpenDynamodb, 'client' | 'dynamodb'> {
  /** Creates a table of its own for a test, and returns its name. */
  newTable(shape?: Parameters<typeof createTable>[2]): Promise<string>;
}

/** Starts a local DynamoDB before the tests of a file, and stops it after them. */
export function shareDynamodb(): SharedDynamodb {
  let opened: OpenDynamodb;
  let tables = 0;
  beforeAll(async () => {
    opened = await openDynamodb();
  });
  afterAll(() => opened.close());
  return {
    get client() {
      return opened.client;
    },
    get dynamodb() {
      return opened.dynamodb;
    },
    async newTable(shape) {
      const tableName = `table-${(tables += 1)}`;
      await createTable(opened.client, tableName, shape);
      return tableName;
    },
  };
}
