import { utf8Length } from '../../json.ts';

/**
 * The outputs of the children of a Map Run, by index. Once they exceed the payload limit, they are discarded to save
 * memory, because the Map state will fail.
 */
export class Results {
  readonly #limit: number;
  readonly #outputs = new Map<number, string>();
  #bytes = 2;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get exceeded(): boolean {
    return this.#bytes > this.#limit;
  }

  add(index: number, output: string): void {
    this.#bytes += utf8Length(output) + (this.#outputs.size === 0 ? 0 : 1);
    if (this.exceeded) this.#outputs.clear();
    else this.#outputs.set(index, output);
  }

  /** The JSON array of the outputs, in the order of the children. */
  get text(): string {
    const indexes = [...this.#outputs.keys()].sort((left, right) => left - right);
    return `[${indexes.map((index) => this.#outputs.get(index)).join(',')}]`;
  }
}
