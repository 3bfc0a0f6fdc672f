import { go, withParams } from '../address.ts';

interface TabsProps {
  readonly label: string;
  /** The query parameter that names the open tab. */
  readonly param: string;
  readonly current: string;
  readonly tabs: readonly (readonly [id: string, label: string])[];
}

/** Tabs that keep the selection in the address. */
export function Tabs({ label, param, current, tabs }: TabsProps) {
  const open = (id: string) => go(withParams({ [param]: id }), { replace: true });
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const at = tabs.findIndex(([id]) => id === current) + step;
    const next = tabs[at];
    if (step === 0 || next === undefined) return;
    open(next[0]);
    const strip = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => strip.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map(([id, text]) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={id === current}
          tabIndex={id === current ? 0 : -1}
          onClick={() => open(id)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
