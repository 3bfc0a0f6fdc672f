import { isError } from './native-error.ts';

/** Why a file could not be used, without the path that the caller names already. */
export function reasonOf(error: unknown): string {
  if (!isError(error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'there is no permission to read it';
  return error.message;
}
