import type { ReactNode } from 'react';
import { Act } from './act.tsx';
import { useApp } from '../state/use-app.ts';

/** Where the way back leads: the open site, or the start screen. */
function cameFrom(site: string | null): string {
  if (site === null) return 'Start';
  return site === '' ? 'New site' : site;
}

/** A screen over the steps: header, content, and the way back. What lies under it stays as it was. */
export function Page({
  header,
  says,
  children,
}: {
  readonly header: ReactNode;
  /** Beside the way back. */
  readonly says: string;
  readonly children: ReactNode;
}) {
  const { state, acts } = useApp();
  const site = state.kind === 'open' ? (state.history.present.customer?.site ?? '') : null;
  return (
    <div
      className="window page"
      onKeyDown={(event) => {
        // A form or a dialog on top of it has taken its own Esc.
        if (event.key === 'Escape' && !event.defaultPrevented) acts.page(null);
      }}
    >
      {header}
      <main className="content">{children}</main>
      <footer className="foot">
        <Act
          size="lg"
          icon="left"
          label={`Back to ${cameFrom(site) === 'Start' ? 'the start screen' : cameFrom(site)}`}
          onAct={() => acts.page(null)}
        >
          {cameFrom(site)}
        </Act>
        <p className="why-next small">{says}</p>
      </footer>
    </div>
  );
}
