/** Error codes of the operating system for a file that cannot be written. */
const FILE_CODES = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST'];

/**
 * Returns a one-line description of a build error and its fix. Undefined for an unexpected error.
 *
 * @param {unknown} error
 * @param {boolean} isPackage true in an installed package, false in a checkout
 * @returns {string | undefined}
 */
export function explainBuildError(error, isPackage) {
  if (!(error instanceof Error)) return undefined;
  if (error.code === 'ERR_MODULE_NOT_FOUND' || /^Could not resolve "/.test(error.errors?.[0]?.text ?? '')) {
    return isPackage
      ? 'its packages are not installed: install it again'
      : 'packages are not installed: run `npm ci` in the project first';
  }
  if (FILE_CODES.includes(error.code)) {
    const remedy = isPackage
      ? 'run `tvguide --version` once as the user who installed it'
      : 'make it writable, or run `npm ci` again as yourself';
    return `cannot be built: ${error.message}: ${remedy}`;
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
