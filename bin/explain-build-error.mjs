/** Error codes of the operating system for a file that cannot be written. */
const FILE_CODES = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST'];

/**
 * Returns a one-line description of a build error and its fix. Undefined for an unexpected error.
 *
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function explainBuildError(error) {
  if (!(error instanceof Error)) return undefined;
  if (error.code === 'ERR_MODULE_NOT_FOUND' || /^Could not resolve "/.test(error.errors?.[0]?.text ?? '')) {
    return 'packages are not installed: run `npm ci` in the project first';
  }
  if (FILE_CODES.includes(error.code)) {
    return `cannot be built: ${error.message}: make it writable, or run \`npm ci\` again as yourself`;
  }
  const [fault] = error.errors ?? [];
  if (fault === undefined) return undefined;
  return `the sources cannot be built: ${describeFault(fault)}`;
}

/**
 * Returns an error of esbuild with its position: `cli/main.ts:3:7: Expected ";" but found "x"`.
 *
 * @param {import('esbuild').Message} fault
 */
export function describeFault({ text, location }) {
  if (!location) return text;
  return `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}
