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

// Jest compiles itself, and each package that is no ES module, anew for each suite: half of the processor time of a suite
// that does little. In a worker's later suites V8 gets what it compiled in the first one.
const compiled = new Map();
const { compileFunction } = vm;
vm.compileFunction = function compileFunctionOnce(code, params, options) {
  const { filename, importModuleDynamically, parsingContext } = options;
  if (parsingContext === undefined) return compileFunction(code, params, options);
  const known = compiled.get(filename);
  const isKnown = known?.code === code;
  const head = `(function (${params.join(', ')}) {`;
  const script = new vm.Script(`${head}${code}\n})`, {
    filename,
    columnOffset: -head.length,
    importModuleDynamically,
    cachedData: isKnown ? known.cachedData : undefined,
  });
  if (!isKnown) compiled.set(filename, { code, script });
  return script.runInContext(parsingContext);
};

/** Takes what V8 has compiled of the scripts that are new, the functions that were called among it. */
function keepCompiled() {
  for (const entry of compiled.values()) {
    entry.cachedData ??= entry.script.createCachedData();
    delete entry.script;
  }
}

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
    keepCompiled();
    for (const storage of used) storage.disable();
    used.clear();
    await super.teardown();
  }
}
