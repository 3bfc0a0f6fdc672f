import { omitUndefined } from '../omit-undefined.ts';
import { expressionSource } from '../jsonata/compile-template.ts';
import type { ExecutionType } from '../records.ts';
import { readCatch, readRetry } from './errors.ts';
import { readItemReader, readResultWriter } from './item-reader.ts';
import type { Distribution, ItemBatcher, MapState, Program } from './model.ts';
import type { Loading } from './loading.ts';
import type { ObjectReader } from './reader.ts';
import { readNext, readTransforms } from './transforms.ts';
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
  const object = reader.object(field);
  const processor = object === undefined ? undefined : readProcessor(object, reader, loading, scope);
  const items = reader.template('Items');
  if (items?.kind === 'constant' && !Array.isArray(items.value)) {
    reader.fail('Expected an array or a JSONata expression', 'Items');
  }
  const state = {
    type: 'Map' as const,
    name,
    ...omitUndefined({
      items,
      itemSelector: reader.template('ItemSelector'),
      maxConcurrency: reader.numeric('MaxConcurrency', 0, Number.MAX_SAFE_INTEGER),
      toleratedFailureCount: reader.numeric('ToleratedFailureCount', 0, Number.MAX_SAFE_INTEGER),
      toleratedFailurePercentage: readPercentage(reader),
    }),
    ...readNext(reader),
    retry: readRetry(reader),
    catch: readCatch(reader, loading, scope),
    ...readTransforms(reader, loading, scope, 'result'),
  };
  const distribution =
    processor?.childType === undefined
      ? undefined
      : readDistribution(reader, loading, processor.childType, processor.text);
  return processor?.program === undefined
    ? undefined
    : { ...state, processor: processor.program, ...omitUndefined({ distributed: distribution }) };
}

/** The program to run for each item. */
interface Processor {
  readonly program: Program | undefined;
  /** ASL text of the program. */
  readonly text: string;
  /** Absent for an inline Map. */
  readonly childType?: ExecutionType;
}

function readProcessor(
  processor: ObjectReader,
  state: ObjectReader,
  loading: Loading,
  scope: VariableScope,
): Processor {
  const mode = readMode(processor, state, loading);
  // A distributed child is a separate execution: it cannot read the variables around the Map.
  const program = loading.program(processor, mode.childType === undefined ? scope.inner : undefined);
  processor.finish();
  const members = { QueryLanguage: loading.queryLanguage, ...processor.members, ProcessorConfig: undefined };
  return { ...mode, program, text: JSON.stringify(members) };
}

function readMode(
  processor: ObjectReader,
  state: ObjectReader,
  loading: Loading,
): Pick<Processor, 'childType'> {
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
  config.require('ExecutionType');
  if (type !== undefined && type !== 'STANDARD' && type !== 'EXPRESS') {
    config.fail("'ExecutionType' must be 'STANDARD' or 'EXPRESS'", 'ExecutionType');
  }
  return { childType: type === 'EXPRESS' ? type : 'STANDARD' };
}

function readDistribution(
  reader: ObjectReader,
  loading: Loading,
  childType: ExecutionType,
  processorText: string,
): Distribution {
  reader.refuse('ItemReader', `ItemReader ${NO_S3}: give the items with 'Items'`);
  reader.refuse('ResultWriter', `ResultWriter ${NO_S3}: let the children write what they produce`);
  return {
    childType,
    label: readLabel(reader, loading),
    processorText,
    ...omitUndefined({
      batcher: readBatcher(reader),
      itemReader: readItemReader(reader),
      writesResults: readResultWriter(reader),
    }),
  };
}

function readPercentage(reader: ObjectReader): MapState['toleratedFailurePercentage'] {
  const name = 'ToleratedFailurePercentage';
  if (expressionSource(reader.raw(name)) === undefined) reader.number(name, 0, 100);
  return reader.template(name);
}

function readLabel(reader: ObjectReader, loading: Loading): string {
  const label = reader.string('Label') ?? generatedLabel(reader.pointer);
  if (!LABEL.test(label)) {
    reader.fail(
      'A label has 1 to 40 characters and no white space, brackets, wildcards or controls',
      'Label',
      'INVALID_LABEL_NAME',
    );
  }
  if (loading.labels.has(label)) {
    reader.fail(`The label '${label}' occurs more than once`, 'Label', 'DUPLICATE_LABEL_NAME');
  }
  loading.labels.add(label);
  return label;
}

/**
 * Generates a label from the place, so that it is the same each time the definition is loaded. Indices count as they were
 * written in earlier releases, `/0`: a redrive finds the Map Runs of their executions.
 */
function generatedLabel(pointer: string): string {
  let digest = 0x811c9dc5;
  for (const character of pointer.replaceAll(/\[(\d+)\]/g, '/$1'))
    digest = Math.imul(digest ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return `map-${(digest >>> 0).toString(16).padStart(8, '0')}`;
}

function readBatcher(reader: ObjectReader): ItemBatcher | undefined {
  const batcher = reader.object('ItemBatcher');
  if (batcher === undefined) return undefined;
  const batch = {
    ...omitUndefined({
      batchInput: batcher.objectTemplate('BatchInput'),
      maxItemsPerBatch: batcher.numeric('MaxItemsPerBatch', 1, Number.MAX_SAFE_INTEGER),
      maxInputBytesPerBatch: batcher.numeric('MaxInputBytesPerBatch', 1, 262_144),
    }),
  };
  if (batch.maxItemsPerBatch === undefined && batch.maxInputBytesPerBatch === undefined) {
    batcher.fail("ItemBatcher needs 'MaxItemsPerBatch' or 'MaxInputBytesPerBatch'");
  }
  batcher.finish();
  return batch;
}
