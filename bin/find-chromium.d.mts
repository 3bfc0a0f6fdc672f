/** Returns the path of Chromium: `CHROMIUM_PATH`, or the first one on the PATH. Undefined if there is none. */
export function findChromium(): string | undefined;
