#!/usr/bin/env node
// Starts the command line from dist/. Builds it first if the sources have changed.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { builtOrExit } from './build.mjs';

// Lets the heap grow in small steps: a run of thousands of titles then needs 90 MB less memory and no more time. Waits
// until the command has started, because garbage collection would slow down the start by 5 %.
setTimeout(() => setFlagsFromString('--heap-growing-percent=20'), 1_000).unref();

const dist = await builtOrExit();
await import(pathToFileURL(join(dist, 'tvguide.mjs')).href);
