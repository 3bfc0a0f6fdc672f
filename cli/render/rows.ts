const LABEL_WIDTH = 12;

/** A labelled line of a report: `  credits     746 spent`. Values that are empty are left out. */
export function row(label: string, ...values: readonly string[]): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${values.filter((value) => value !== '').join('  ')}`.trimEnd();
}
