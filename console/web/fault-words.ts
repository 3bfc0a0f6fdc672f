const NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const NAMED = new Map([
  [20, 'twenty'],
  [50, 'fifty'],
  [100, 'a hundred'],
]);

/** Says the amount of a fault: `429:0.1` is `one in ten`, `outage:2+60` is `from 2 s on, for 60 s`. */
export function faultWords(spec: string): string {
  const [, amount = ''] = spec.split(/:(.*)/s);
  const [, start, seconds] = /^([\d.]+)\+([\d.]+)$/.exec(amount) ?? [];
  if (/^(outage|maintenance):/.test(spec) && start !== undefined)
    return `${Number(start) === 0 ? 'at once' : `from ${start} s on`}, for ${seconds} s`;
  const [text = '', status] = amount.split(':');
  const also = status === undefined ? '' : `, status ${status}`;
  const rate = Number(text);
  if (Number.isNaN(rate) || rate > 1) return `titles ${text.replaceAll('+', ', ')}${also}`;
  return `${share(rate)}${also}`;
}

/** Says the effect of a fault with the amount of its specification instead of that of the example. */
export function faultEffect(effect: string, spec: string): string {
  const words = faultWords(spec);
  const each = /^one in (.+)$/.exec(words)?.[1];
  return effect.replace(/^One (.+?) in \w+/, (_, noun: string) => {
    if (each !== undefined) return `One ${noun} in ${each}`;
    return words === 'all' ? `Every ${noun}` : `A ${noun}`;
  });
}

function share(rate: number): string {
  if (rate === 1) return 'all';
  const each = Math.round(1 / rate);
  if (Math.abs(1 / rate - each) < 1e-6) return `one in ${numberWord(each)}`;
  const tenths = rate * 10;
  return Math.abs(tenths - Math.round(tenths)) < 1e-6
    ? `${numberWord(Math.round(tenths))} in ten`
    : `${Number((rate * 100).toFixed(2))} in a hundred`;
}

function numberWord(value: number): string {
  return NUMBERS[value] ?? NAMED.get(value) ?? String(value);
}
