/** The first port of `tvguide up`: Step Functions. Kinesis and the Watchmode stand-in have the next two. */
export const DEFAULT_PORT = 8083;
