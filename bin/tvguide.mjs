#!/usr/bin/env node
// Starts the command line from dist/, which is built first when the sources are newer.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { builtOrExit } from './build.mjs';

// Lets the heap grow in small steps: a run of thousands of titles then needs 90 MB less and no more time. Not while the
// command starts, which would be collected ten times over and take longer by a twentieth.
setTimeout(() => setFlagsFromString('--heap-growing-percent=20'), 1_000).unref();

const dist = await builtOrExit();
await import(pathToFileURL(join(dist, 'tvguide.mjs')).href);
