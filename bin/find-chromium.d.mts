/** Chromium of this machine: `CHROMIUM_PATH`, else what is on the PATH; undefined where there is none. */
export function findChromium(): string | undefined;
