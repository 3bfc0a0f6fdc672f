/** What the operating system says when a file cannot be written. */
const FILE_CODES = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST'];

/**
 * One line for what keeps the program from being built, with what to do; undefined for what nobody foresaw.
 *
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function explainBuildError(error) {
  if (!(error instanceof Error)) return undefined;
  if (error.code === 'ERR_MODULE_NOT_FOUND' || /^Could not resolve "/.test(error.errors?.[0]?.text ?? '')) {
    return 'the packages that it needs are not installed: run `npm ci` in the project first';
  }
  if (FILE_CODES.includes(error.code)) {
    return `cannot be built: ${error.message}: make it writable, or run \`npm ci\` again as yourself`;
  }
  const [fault] = error.errors ?? [];
  if (fault === undefined) return undefined;
  return `the sources cannot be built: ${describeFault(fault)}`;
}

/**
 * What esbuild complains of, behind the place where that is: `cli/main.ts:3:7: Expected ";" but found "x"`.
 *
 * @param {import('esbuild').Message} fault
 */
export function describeFault({ text, location }) {
  if (!location) return text;
  return `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}
