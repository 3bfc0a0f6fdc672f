/**
 * Returns the kind of an event, for a reader: the type without the names that all events of titles share.
 *
 * @param type - the `type` of an event
 * @example eventKind('tvguide.title.added'); // 'added'
 */
export function eventKind(type: string): string {
  return type.replace(/^tvguide\.(title\.)?/, '');
}
