/** The first port of `tvguide up`: Step Functions. Kinesis, the Watchmode stand-in and the console have the next three. */
export const DEFAULT_PORT = 8083;
/** The port of `tvguide console`: beside those of a runtime that is up. */
export const DEFAULT_CONSOLE_PORT = 8087;
