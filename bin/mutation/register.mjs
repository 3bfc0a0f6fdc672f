/** For `node --import`: TypeScript is loaded as Jest loads it, and `@jest/globals` is what mutants are tested with. */
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);
