import { Component, type ComponentChildren } from 'preact';

interface BoundaryProps {
  /** The address of the page. Another one is shown afresh. */
  readonly address: string;
  readonly children: ComponentChildren;
}

interface BoundaryState {
  readonly error: Error | null;
}

/** Shows the reason if a page cannot be drawn. The top bar stays. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null };

  override componentDidCatch(error: unknown): void {
    // The browser's tools show the place.
    reportError(error);
    this.setState({ error: error instanceof Error ? error : new Error(String(error)) });
  }

  override componentDidUpdate({ address }: BoundaryProps): void {
    if (address !== this.props.address && this.state.error !== null) this.setState({ error: null });
  }

  override render({ children }: BoundaryProps, { error }: BoundaryState) {
    if (error === null) return children;
    return (
      <section class="page">
        <h1>This page cannot be drawn</h1>
        <p class="error" role="alert">
          {error.name}: {error.message}
        </p>
        <p>
          This is a defect of the console; the run is not affected. <a href="/runs">All runs</a>
        </p>
      </section>
    );
  }
}
