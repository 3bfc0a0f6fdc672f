import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { expect, it } from '@jest/globals';

/** As much of Jest's environments as this looks at. */
interface Environment {
  readonly context: vm.Context;
  teardown(): Promise<void>;
}

/** Plain JavaScript, as Jest's configuration is. */
const { default: PlainEnvironment } = (await import(
  pathToFileURL(join(import.meta.dirname, '../../jest.environment.mjs')).href
)) as { readonly default: new (configuration: object, context: object) => Environment };

const environment = () =>
  new PlainEnvironment(
    { globalConfig: {}, projectConfig: { testEnvironmentOptions: {}, globals: {}, fakeTimers: {} } },
    {},
  );
const run = ({ context }: Environment, code: string): unknown => vm.runInContext(code, context);

it('gives a suite a global object that nothing stands in front of', async () => {
  const made = environment();

  expect(run(made, 'globalThis')).toBe(made.context);
  expect(run(made, '[typeof structuredClone, typeof Buffer, typeof setTimeout]')).toEqual([
    'function',
    'function',
    'function',
  ]);

  await made.teardown();
});

it('lets a suite see nothing of what another put on its global object, or did to what stands there', async () => {
  const [one, other] = [environment(), environment()];
  run(one, 'globalThis.left = true; Array.prototype.left = true; delete globalThis.JSON');

  expect(run(one, '[typeof left, typeof JSON, [].left]')).toEqual(['boolean', 'undefined', true]);
  expect(run(other, '[typeof left, typeof JSON, [].left]')).toEqual(['undefined', 'object', undefined]);
  expect(globalThis).not.toHaveProperty('left');

  await Promise.all([one.teardown(), other.teardown()]);
});

it('leaves the making of contexts as it was', async () => {
  const { createContext } = vm;
  await environment().teardown();

  expect(vm.createContext).toBe(createContext);
});
