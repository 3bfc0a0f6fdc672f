import { omitUndefined } from '../omit-undefined.ts';
import type { ItemReader } from './model.ts';
import type { ObjectReader } from './reader.ts';

/** The maximum of MaxItems. */
const MAX_ITEMS = 100_000_000;

/**
 * Reads the ItemReader of a Distributed Map, which only a test of the Map can use: it gives the data.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html}
 */
export function readItemReader(map: ObjectReader): ItemReader | undefined {
  const reader = map.object('ItemReader');
  if (reader === undefined) return undefined;
  reader.string('Resource');
  const config = reader.object('ReaderConfig');
  const fields = omitUndefined({
    arguments: reader.template('Arguments'),
    inputType: config?.string('InputType'),
    itemsPointer: config?.string('ItemsPointer'),
    csvHeaders: config?.strings('CSVHeaders'),
    csvDelimiter: config?.string('CSVDelimiter'),
    maxItems: config?.numeric('MaxItems', 0, MAX_ITEMS),
  });
  for (const name of ['CSVHeaderLocation', 'ManifestType', 'Transformation']) config?.string(name);
  config?.finish();
  reader.finish();
  return fields;
}

/** Reads the ResultWriter of a Distributed Map. Its result is an object. Returns `undefined` if there is none. */
export function readResultWriter(map: ObjectReader): true | undefined {
  const writer = map.object('ResultWriter');
  if (writer === undefined) return undefined;
  writer.string('Resource');
  writer.template('Arguments');
  const config = writer.object('WriterConfig');
  for (const name of ['OutputType', 'Transformation']) config?.string(name);
  config?.finish();
  writer.finish();
  return true;
}
