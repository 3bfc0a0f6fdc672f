import { isError } from './native-error.ts';

/**
 * Describes a file system error without the path, which the caller names.
 *
 * @param work - what failed. @default read
 * @example `cannot read ${path}: ${reasonOf(error)}` // 'cannot read ids.txt: there is no such file'
 */
export function reasonOf(error: unknown, work: 'read' | 'write' = 'read'): string {
  if (!isError(error)) return String(error);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return work === 'read' ? 'there is no such file' : 'its folder does not exist';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
      return 'it has a file in place of a folder';
    case 'EACCES':
      return `there is no permission to ${work} it`;
    default:
      return error.message;
  }
}
