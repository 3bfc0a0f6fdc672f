import { describe, expect, it } from '@jest/globals';
import {
  integer,
  oneOf,
  optional,
  required,
  setByPlatform,
  text,
  withFallback,
} from '../../../../tasks/shared/config/config-key.ts';
import { defineConfig } from '../../../../tasks/shared/config/define-config.ts';
import { deepFreeze } from '../../support/ports.ts';

const { keys, parse } = defineConfig(
  {
    name: required('NAME', 'A name', text),
    size: withFallback(required('SIZE', 'A size: 1 to 10', integer(1, 10)), '5'),
    colour: optional(required('COLOUR', 'A colour', oneOf(['red', 'blue']))),
    region: setByPlatform(required('PLACE', 'A place', text)),
  },
  [(env) => (env['NAME'] === env['PLACE'] ? ['NAME and PLACE must differ'] : [])],
);
const good = { NAME: 'a', PLACE: 'b' };

function faultsOf(env: Record<string, string>): unknown {
  try {
    parse(env);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a configuration', () => {
  it('reads required and optional variables, and fallbacks', () => {
    expect(parse(good)).toEqual({ name: 'a', size: 5, colour: undefined, region: 'b' });
    expect(parse({ ...good, SIZE: '7', COLOUR: 'red' })).toEqual({
      name: 'a',
      size: 7,
      colour: 'red',
      region: 'b',
    });
  });

  it('ignores variables that are not its own, and white space around a value', () => {
    expect(parse({ ...good, PATH: '/bin', NAME: ' a ' }).name).toBe('a');
  });

  it('reports all faults, and no value, which could be a secret', () => {
    const error = faultsOf({ SIZE: 'large', COLOUR: 'green', PLACE: ' ' });

    expect(error).toMatchObject({
      name: 'ConfigurationError',
      faults: [
        'NAME is missing',
        'SIZE must be a whole number from 1 to 10',
        'COLOUR must be one of red, blue',
        'PLACE is blank: give it a value or leave it out',
      ],
    });
    expect((error as Error).message).toBe(
      'The configuration is not valid: NAME is missing; SIZE must be a whole number from 1 to 10; ' +
        'COLOUR must be one of red, blue; PLACE is blank: give it a value or leave it out',
    );
  });

  it('compares variables with each other', () => {
    expect(faultsOf({ NAME: 'a', PLACE: 'a' })).toMatchObject({ faults: ['NAME and PLACE must differ'] });
  });

  it.each(['0', '11', '-1', '1.5', '1e1', '0x5', 'NaN', '5 5', '９'])('refuses %j as a size', (size) => {
    expect(faultsOf({ ...good, SIZE: size })).toMatchObject({
      faults: ['SIZE must be a whole number from 1 to 10'],
    });
  });

  it('refuses a blank number', () => {
    expect(faultsOf({ ...good, SIZE: '' })).toMatchObject({
      faults: ['SIZE is blank: give it a value or leave it out'],
    });
  });

  it('describes its variables', () => {
    expect(keys).toEqual([
      { name: 'NAME', description: 'A name', fallback: null, required: true, setBy: 'deployment' },
      { name: 'SIZE', description: 'A size: 1 to 10', fallback: '5', required: false, setBy: 'deployment' },
      { name: 'COLOUR', description: 'A colour', fallback: null, required: false, setBy: 'deployment' },
      { name: 'PLACE', description: 'A place', fallback: null, required: true, setBy: 'platform' },
    ]);
  });

  it('does not change the environment', () => {
    expect(() => parse(deepFreeze({ ...good }))).not.toThrow();
  });
});
