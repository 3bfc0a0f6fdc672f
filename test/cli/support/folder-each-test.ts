import { afterEach, beforeEach } from '@jest/globals';
import { temporaryFolder, type TemporaryFolder } from './child.ts';

/** Makes a folder for each test, and removes it after the test. */
export function folderEachTest(): Pick<TemporaryFolder, 'path'> {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());
  return {
    get path() {
      return folder.path;
    },
  };
}
