import type { ComponentChildren } from 'preact';

interface NoticeProps {
  readonly kind: 'problem' | 'hint' | 'failure';
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** A box with a problem or hint. */
export function Notice({ kind, title, children }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} role={kind === 'hint' ? 'note' : 'alert'}>
      <strong>{title}</strong>
      <div>{children}</div>
    </div>
  );
}
