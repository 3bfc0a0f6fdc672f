import type { ItemBatcher, MapState } from '../../definition/model.ts';
import { evaluateTemplate } from '../../jsonata/template.ts';
import { Payload } from '../../payload.ts';
import { bindingsFor } from '../context.ts';
import type { Visit } from '../frame.ts';
import { evaluateInteger } from '../numbers.ts';

/** An evaluated ItemBatcher. */
export interface Batching {
  /** Infinity if only the bytes are limited. */
  readonly maxItems: number;
  /** UTF-8 bytes of the whole input of a child. */
  readonly maxBytes: number;
  readonly batchInput: Payload | undefined;
}

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html} */
export async function evaluateBatching(visit: Visit<MapState>, batcher: ItemBatcher): Promise<Batching> {
  const { batchInput, maxItemsPerBatch, maxInputBytesPerBatch } = batcher;
  const { payloadBytes } = visit.frame.run.engine.quotas;
  const field = 'ItemBatcher/MaxItemsPerBatch';
  return {
    batchInput:
      batchInput === undefined
        ? undefined
        : Payload.ofValue(await evaluateTemplate(batchInput, 'ItemBatcher/BatchInput', bindingsFor(visit))),
    maxItems:
      maxItemsPerBatch === undefined
        ? Infinity
        : await evaluateInteger(visit, maxItemsPerBatch, field, 1, Number.MAX_SAFE_INTEGER),
    maxBytes:
      maxInputBytesPerBatch === undefined
        ? payloadBytes
        : await evaluateInteger(
            visit,
            maxInputBytesPerBatch,
            'ItemBatcher/MaxInputBytesPerBatch',
            1,
            payloadBytes,
          ),
  };
}
