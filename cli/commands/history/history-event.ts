import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describeEvent } from '../../../operate/run/describe-event.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import type { Style } from '../../render/printer.ts';
import { shorten } from '../../render/text-width.ts';

const ID_WIDTH = 5;
const TYPE_WIDTH = 24;
const MAX_DETAIL_LENGTH = 160;

/** Formats an event with its id and the previous event's: `   12 ← 11  2026-11-24 10:15:02Z  TaskFailed  ...`. */
export function formatEventLine(event: HistoryEvent, style: Style): string {
  const { id = 0, previousEventId = 0, timestamp, type = '' } = event;
  const head = `${String(id).padStart(ID_WIDTH)} ${style.dim(`← ${previousEventId}`.padEnd(ID_WIDTH + 2))}`;
  const name = type.padEnd(TYPE_WIDTH);
  const colour = /Failed$|TimedOut$/.test(type)
    ? style.red(name)
    : type.endsWith('Succeeded')
      ? style.green(name)
      : name;
  return `${head} ${style.dim(formatMoment(timestamp))}  ${colour} ${shorten(describeEvent(event), MAX_DETAIL_LENGTH)}`.trimEnd();
}
