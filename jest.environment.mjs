import { AsyncLocalStorage } from 'node:async_hooks';
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

// Node.js 20 keeps each AsyncLocalStorage that was ever used, and asks all of them at each promise. Jest makes one for each
// suite, and the tasks others: in a worker's hundredth suite a promise would cost a hundred times as much.
const used = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function runAndRemember(...args) {
  used.add(this);
  return run.apply(this, args);
};

/**
 * Jest's environment for Node.js, with a global object of the plain kind. In the kind that Jest makes, each look at a
 * global such as `JSON` or `Promise` goes through an interceptor and a proxy, which costs a fifth of all the processor
 * time of code like the interpreter. What Jest uses the proxy for, to delete at a suite's end what was put on its
 * globals, is not needed: each suite has a global object of its own.
 * @see {@link https://nodejs.org/docs/latest-v20.x/api/vm.html#vmconstantsdont_contextify}
 */
export default class PlainEnvironment extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm;
    // The one thing in the constructor of Jest's that has to be different, and it takes no option for it.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }

  async teardown() {
    for (const storage of used) storage.disable();
    used.clear();
    await super.teardown();
  }
}
