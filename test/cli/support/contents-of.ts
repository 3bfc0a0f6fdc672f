import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Reads the content and the time of the last change of every file below a folder. */
export async function contentsOf(path: string) {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.toSorted().map(async (file) => ({
      file,
      content: await readFile(file, 'base64'),
      changed: (await stat(file)).mtimeMs,
    })),
  );
}
