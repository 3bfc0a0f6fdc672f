/**
 * Entry for tests and benchmarks: an in-memory engine on a clock that skips waiting. Needs no test framework.
 * @example
 * const harness = new Harness({ greet: () => 'Hello' });
 * const execution = await harness.run({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }, { name: 'Ada' });
 * outputOf(execution); // { name: 'Ada' }
 * // A state of any JSONata state machine, with a mock of the service that it calls:
 * await harness.testState(definition, 'Tell', { result: { FailedEntryCount: 0, Entries: [] } });
 */

export {
  fakeInvoker,
  Harness,
  machine,
  outputOf,
  steadyRandom,
  TaskError,
  virtualClock,
  type FakeFunction,
} from './harness/harness.ts';
export type { StateTest, TestedState } from './harness/state-test.ts';
export { MemoryStore } from './harness/memory-store.ts';
export { VirtualClock } from './harness/virtual-clock.ts';
export { binaryFromBase64, binaryToBase64 } from './adapters/dynamodb/binary.ts';
