import type { ReactNode } from 'react';
import { Component } from 'react';
import { t } from '../i18n/t.ts';
import { Act } from './act.tsx';
import { Icon } from './icon.tsx';

/** What is shown in place of a screen that cannot be drawn. It uses nothing that may have failed itself. */
function Fallen({ error, onBundle }: { readonly error: unknown; readonly onBundle: () => void }) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return (
    <main className="screen">
      <h1>
        <Icon name="fail" className="tone-fail" /> {t('This window cannot show its screen')}
      </h1>
      <p>
        {t(
          'That is a fault of the program. Your edits are kept: load the window again, and open the site from the recent sites.',
        )}
      </p>
      <div className="row-acts">
        <Act look="filled" autoFocus onAct={() => window.location.reload()}>
          {t('Load the window again')}
        </Act>
        <Act onAct={onBundle}>{t('Make a support bundle')}</Act>
        <Act onAct={() => void navigator.clipboard.writeText(text)}>{t('Copy details')}</Act>
      </div>
      <pre className="small wrap">{text}</pre>
    </main>
  );
}

/** Catches what a screen throws while it is drawn: without it the window would be empty. */
export class ErrorBoundary extends Component<
  {
    readonly children: ReactNode;
    /** Tells of what was thrown. */
    readonly onFault: (error: unknown) => void;
    /** Goes to the support bundle, which is another screen. */
    readonly onBundle: () => void;
  },
  { readonly fallen: { readonly error: unknown } | null }
> {
  override state: { readonly fallen: { readonly error: unknown } | null } = { fallen: null };

  static getDerivedStateFromError(error: unknown): { readonly fallen: { readonly error: unknown } } {
    return { fallen: { error } };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onFault(error);
  }

  override render(): ReactNode {
    const { fallen } = this.state;
    const toBundle = (): void => {
      this.props.onBundle();
      this.setState({ fallen: null });
    };
    return fallen === null ? this.props.children : <Fallen error={fallen.error} onBundle={toBundle} />;
  }
}
