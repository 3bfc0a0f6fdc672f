/** The first port of `tvguide up`: Step Functions. Kinesis, Watchmode's stand-in, the console, DynamoDB: the next four. */
export const DEFAULT_PORT = 8083;
/** The port of `tvguide console`: beside those of a runtime that is up. */
export const DEFAULT_CONSOLE_PORT = 8088;
