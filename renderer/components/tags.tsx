import type { NodePort } from '../../shared/catalog/schema.ts';
import type { Basis } from '../../shared/rules/types.ts';
import { t } from '../i18n/t.ts';

export function PortTag({ port }: { readonly port: NodePort }) {
  return <span className={`port-tag ${port}`}>{port.toUpperCase()}</span>;
}

/** Source is plain, assumed is dashed, chosen is yours. */
export function BasisTag({ basis }: { readonly basis: Basis }) {
  if (basis === 'source') return null;
  return basis === 'assumed' ? (
    <span className="tag assumed">{t('assumed')}</span>
  ) : (
    <span className="tag">{t('yours')}</span>
  );
}

export function PracticeTag() {
  return <span className="tag practice">{t('PRACTICE')}</span>;
}
