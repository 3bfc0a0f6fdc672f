import fc from 'fast-check';

/** Mostly valid definitions: every state leads to the next one, names and variables are unique. */

type Json = Readonly<Record<string, unknown>>;

const expression = fc
  .constantFrom(
    '$states.input',
    '$states.input.a',
    '$states.context',
    '$states.context.Map.Item.Value',
    '$x := 1',
    '[1..5]',
    '[1,2,3]',
    '{"a": 1}',
    '"text"',
    'true',
    'false',
    '-1',
    '0.5',
    '1/0',
    '/a/',
    '$uuid()',
    '$random()',
    '$now()',
    '$range(0, 5, 1)',
    '$partition([1,2,3], 2)',
    '$hash("a", "MD5")',
    '$parse("1")',
    '$sum("a")',
    '$error("x")',
    '$count($states.input)',
    '$map([1,2], function($v){ $v })',
    'function($n){ $n }',
    '( $f := function($n){ $n > 100 ? $n : $f($n + 1) }; $f(0) )',
  )
  .map((source) => `{% ${source} %}`);

const template = fc.oneof(
  expression,
  fc.jsonValue({ maxDepth: 2 }),
  fc.record({ a: expression }),
  fc.array(expression, { maxLength: 3 }),
);
const assign = fc.dictionary(
  fc.integer({ min: 0, max: 1000 }).map((number) => `v${number}`),
  template,
  { maxKeys: 2 },
);
const transforms = fc.record({ Output: template, Assign: assign }, { requiredKeys: [] });
const errorName = fc.constantFrom(
  'Broken',
  'States.TaskFailed',
  'States.Timeout',
  'States.QueryEvaluationError',
  'States.DataLimitExceeded',
  'States.Runtime',
);
const retry = fc.array(
  fc.record({
    ErrorEquals: fc.tuple(errorName),
    MaxAttempts: fc.integer({ min: 0, max: 3 }),
    IntervalSeconds: fc.integer({ min: 1, max: 1000 }),
    JitterStrategy: fc.constantFrom('FULL', 'NONE'),
  }),
  { maxLength: 2 },
);
const catchers = fc.array(
  fc.record(
    { ErrorEquals: fc.tuple(errorName), Next: fc.constant('NEXT'), Output: template, Assign: assign },
    { requiredKeys: ['ErrorEquals', 'Next'] },
  ),
  { maxLength: 2 },
);
const handlers = fc.record({ Retry: retry, Catch: catchers });

const merged = (...parts: fc.Arbitrary<Json>[]): fc.Arbitrary<Json> =>
  fc.tuple(...parts).map((values) => Object.assign({}, ...values) as Json);

const { program } = fc.letrec<{ state: Json; program: Json }>((tie) => ({
  state: fc.oneof(
    { depthSize: 'small' },
    merged(fc.constant({ Type: 'Pass' }), transforms),
    merged(
      fc.constant({ Type: 'Wait' }),
      fc.oneof(
        fc.record({ Seconds: fc.oneof(fc.integer({ min: 0, max: 99_999_999 }), expression) }),
        fc.record({ Timestamp: fc.oneof(expression, fc.constant('2030-01-01T00:00:00Z')) }),
      ),
      transforms,
    ),
    merged(
      fc.record({
        Type: fc.constant('Choice'),
        Choices: fc.tuple(
          fc.record({ Condition: fc.oneof(expression, fc.boolean()), Next: fc.constant('NEXT') }),
        ),
        Default: fc.constant('NEXT'),
      }),
      transforms,
    ),
    merged(
      fc.record({
        Type: fc.constant('Task'),
        Resource: fc.constant('arn:aws:states:::lambda:invoke'),
        Arguments: fc.record({
          FunctionName: fc.constantFrom('echo', 'broken', 'slow', 'large', 'missing'),
          Payload: template,
        }),
      }),
      fc.record(
        {
          TimeoutSeconds: fc.oneof(fc.integer({ min: 1, max: 100 }), expression),
          HeartbeatSeconds: expression,
        },
        { requiredKeys: [] },
      ),
      transforms,
      handlers,
    ),
    merged(
      fc.record({
        Type: fc.constant('Parallel'),
        Branches: fc.array(tie('program'), { minLength: 1, maxLength: 2 }),
      }),
      fc.record({ Arguments: template }, { requiredKeys: [] }),
      transforms,
      handlers,
    ),
    merged(
      fc
        .tuple(tie('program'), fc.constantFrom('INLINE', 'STANDARD', 'EXPRESS'))
        .map(([inner, type]): Json => ({
          Type: 'Map',
          ItemProcessor: {
            ...inner,
            ProcessorConfig:
              type === 'INLINE' ? { Mode: type } : { Mode: 'DISTRIBUTED', ExecutionType: type },
          },
          ...(type === 'INLINE' ? {} : { ItemBatcher: { MaxItemsPerBatch: 2 } }),
        })),
      fc.record(
        {
          Items: fc.oneof(expression, fc.array(template, { maxLength: 4 })),
          ItemSelector: template,
          MaxConcurrency: fc.oneof(fc.integer({ min: 0, max: 3 }), expression),
          ToleratedFailureCount: fc.oneof(fc.integer({ min: 0, max: 3 }), expression),
        },
        { requiredKeys: [] },
      ),
      transforms,
      handlers,
    ),
  ),
  program: fc
    .tuple(fc.array(tie('state'), { minLength: 1, maxLength: 3 }), fc.constantFrom('Succeed', 'Fail'))
    .map(([states, last]) => ({ states, last })),
}));

let names = 0;

/** Names the states, and fills in the name of the following state as each target. */
function link(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(link);
  if (typeof value !== 'object' || value === null) return value;
  const { states, last, ...rest } = value as Json;
  const members = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, link(member)]));
  if (!Array.isArray(states)) return members;
  const linked: [string, unknown][] = [];
  const base = (names += 1);
  states.forEach((state: Json, index) => {
    const next = `S${base}.${index + 1}`;
    const text = JSON.stringify(link(state)).replaceAll('"NEXT"', JSON.stringify(next));
    const continuing = state['Type'] === 'Choice' ? {} : { Next: next };
    linked.push([`S${base}.${index}`, { ...(JSON.parse(text) as Json), ...continuing }]);
  });
  linked.push([`S${base}.${states.length}`, { Type: last }]);
  return { ...members, StartAt: `S${base}.0`, States: Object.fromEntries(linked) };
}

export const anyDefinition: fc.Arbitrary<Json> = fc
  .tuple(program, fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: undefined }))
  .map(([inner, timeout]) => ({ ...(link(inner) as Json), TimeoutSeconds: timeout }));
