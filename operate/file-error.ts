import { isError } from './native-error.ts';

/** Describes a file system error without the path, which the caller names. */
export function reasonOf(error: unknown): string {
  if (!isError(error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'there is no permission to read it';
  return error.message;
}
