/**
 * Formats a count with its noun.
 * @example counted(2, 'retry', 'retries') // '2 retries'
 */
export function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}
