/** The port of Step Functions in `tvguide up`. Kinesis, the stand-in, the console and DynamoDB take the next four. */
export const DEFAULT_PORT = 8083;
/** The port of `tvguide console`, after those of `tvguide up`. */
export const DEFAULT_CONSOLE_PORT = 8088;
