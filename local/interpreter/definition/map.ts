import { isObject } from '../json.ts';
import type { ExecutionType } from '../records.ts';
import { readCatch, readRetry } from './errors.ts';
import type { Distribution, ItemBatcher, MapState } from './model.ts';
import type { Loading } from './loading.ts';
import type { ObjectReader } from './reader.ts';
import { optional, readNext, readTransforms } from './transforms.ts';
import type { VariableScope } from './variables.ts';

const NO_S3 = 'needs Amazon S3, which this runtime does not have';
const LABEL = /^[^\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]{1,40}$/u;

/** Reads a Map state, inline or distributed. */
export function readMap(
  name: string,
  reader: ObjectReader,
  loading: Loading,
  scope: VariableScope,
): MapState | undefined {
  const field = reader.has('Iterator') && !reader.has('ItemProcessor') ? 'Iterator' : 'ItemProcessor';
  reader.require(field);
  const processor = reader.object(field);
  const mode = processor === undefined ? undefined : readMode(processor, reader, loading);
  const distributed = mode?.childType !== undefined;
  // A distributed child is an execution of its own: the variables around the Map do not reach it.
  const program =
    processor === undefined ? undefined : loading.program(processor, distributed ? [] : scope.inner);
  processor?.finish();
  const items = reader.template('Items', 'input');
  if (items?.kind === 'constant' && !Array.isArray(items.value)) {
    reader.fail('Expected an array or a JSONata expression', 'Items');
  }
  const state = {
    type: 'Map' as const,
    name,
    ...optional('items', items),
    ...optional('itemSelector', reader.template('ItemSelector', 'input')),
    ...optional('maxConcurrency', reader.numeric('MaxConcurrency', 'input', 0, Number.MAX_SAFE_INTEGER)),
    ...optional(
      'toleratedFailureCount',
      reader.numeric('ToleratedFailureCount', 'input', 0, Number.MAX_SAFE_INTEGER),
    ),
    ...optional('toleratedFailurePercentage', readPercentage(reader)),
    ...readNext(reader),
    retry: readRetry(reader),
    catch: readCatch(reader, loading, scope),
    ...readTransforms(reader, 'result', loading, scope),
  };
  const distribution = distributed ? readDistribution(reader, loading, mode.childType, field) : undefined;
  return program === undefined
    ? undefined
    : { ...state, processor: program, ...optional('distributed', distribution) };
}

interface Mode {
  readonly childType?: ExecutionType;
}

function readMode(processor: ObjectReader, state: ObjectReader, loading: Loading): Mode {
  const config = processor.object('ProcessorConfig');
  if (config === undefined) return {};
  const mode = config.string('Mode') ?? 'INLINE';
  if (mode !== 'INLINE' && mode !== 'DISTRIBUTED')
    config.fail("'Mode' must be 'INLINE' or 'DISTRIBUTED'", 'Mode');
  const type = config.string('ExecutionType');
  config.finish();
  if (mode !== 'DISTRIBUTED') return {};
  if (loading.context.type === 'EXPRESS') {
    state.fail("'Mode' 'DISTRIBUTED' is not supported in a state machine of type EXPRESS");
  }
  if (type === 'STANDARD' || type === 'EXPRESS') return { childType: type };
  config.fail("'ExecutionType' must be 'STANDARD' or 'EXPRESS'", 'ExecutionType');
  return { childType: 'STANDARD' };
}

function readDistribution(
  reader: ObjectReader,
  loading: Loading,
  childType: ExecutionType,
  field: string,
): Distribution {
  reader.refuse('ItemReader', `ItemReader ${NO_S3}: give the items with 'Items'`);
  reader.refuse('ResultWriter', `ResultWriter ${NO_S3}: let the children write what they produce`);
  const processor = reader.raw(field);
  const program = isObject(processor) ? { ...processor, ProcessorConfig: undefined } : {};
  return {
    childType,
    label: readLabel(reader, loading),
    processorText: JSON.stringify({ QueryLanguage: loading.queryLanguage, ...program }),
    ...optional('batcher', readBatcher(reader)),
  };
}

function readPercentage(reader: ObjectReader): MapState['toleratedFailurePercentage'] {
  const name = 'ToleratedFailurePercentage';
  const value = reader.raw(name);
  if (typeof value !== 'string') reader.number(name, 0, 100);
  return reader.template(name, 'input');
}

function readLabel(reader: ObjectReader, loading: Loading): string {
  const given = reader.string('Label');
  if (given !== undefined && !LABEL.test(given)) {
    reader.fail(
      'A label has 1 to 40 characters and no white space, brackets, wildcards or controls',
      'Label',
    );
  }
  if (given !== undefined && loading.labels.has(given)) {
    reader.fail(`The label '${given}' occurs more than once`, 'Label');
  }
  const label = given ?? generatedLabel(reader.pointer);
  loading.labels.add(label);
  return label;
}

/** A label for a state without one: the same each time the definition is loaded. */
function generatedLabel(pointer: string): string {
  let digest = 0x811c9dc5;
  for (const character of pointer) digest = Math.imul(digest ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return `map-${(digest >>> 0).toString(16).padStart(8, '0')}`;
}

function readBatcher(reader: ObjectReader): ItemBatcher | undefined {
  const batcher = reader.object('ItemBatcher');
  if (batcher === undefined) return undefined;
  const batch = {
    ...optional('batchInput', batcher.objectTemplate('BatchInput', 'input')),
    ...optional('maxItemsPerBatch', batcher.numeric('MaxItemsPerBatch', 'input', 1, Number.MAX_SAFE_INTEGER)),
    ...optional('maxInputBytesPerBatch', batcher.numeric('MaxInputBytesPerBatch', 'input', 1, 262_144)),
  };
  if (batch.maxItemsPerBatch === undefined && batch.maxInputBytesPerBatch === undefined) {
    batcher.fail("ItemBatcher needs 'MaxItemsPerBatch' or 'MaxInputBytesPerBatch'");
  }
  batcher.finish();
  return batch;
}
