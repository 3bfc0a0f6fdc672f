/**
 * Returns why a version of Node.js cannot run the program. Undefined if it can.
 *
 * @param {string} version for example `18.20.8`
 * @param {string} engines the range in package.json: `>=20.19`
 * @returns {string | undefined}
 */
export function nodeFault(version, engines) {
  const least = engines.replace('>=', '');
  const [major, minor] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = least.split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `needs Node.js ${least} or later, this is ${version}`;
}
