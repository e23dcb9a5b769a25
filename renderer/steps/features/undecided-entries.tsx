import { Banner } from '../../components/banner.tsx';
import { Segments } from '../../components/segments.tsx';
import { andList } from '../../components/words.ts';
import { useOpen } from '../../state/use-app.ts';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

const directions = () =>
  [
    { value: 'in', label: t('In') },
    { value: 'out', label: t('Out') },
    { value: 'both', label: t('both') },
  ] as const;

const ports = () =>
  [
    { value: 'lan', label: 'LAN' },
    { value: 'wan', label: 'WAN' },
    { value: 'both', label: t('both') },
  ] as const;

/** Entries that are on although the source gives no direction or port: a person has to choose. */
export function UndecidedEntries() {
  const { open, preview, acts } = useOpen();
  const asked = preview.catalog.entries.filter(
    (entry) =>
      (entry.direction === null || entry.inline.port === null) &&
      preview.rules.entries.find((state) => state.entry === entry.id)?.on === true,
  );
  const set = (
    entry: string,
    change: { readonly direction?: 'in' | 'out' | 'both'; readonly port?: 'lan' | 'wan' | 'both' },
  ): void =>
    acts.edit((site) => ({
      ...site,
      entries: { ...site.entries, [entry]: { ...site.entries?.[entry], ...change } },
    }));
  return asked.map((entry) => {
    const chosen = open.history.present.entries?.[entry.id];
    const left = preview.rules.undecided.find((one) => one.entry === entry.id)?.missing ?? [];
    return (
      <Banner
        key={entry.id}
        tone={left.length > 0 ? 'unsure' : 'note'}
        icon={left.length > 0 ? 'inconclusive' : 'info'}
        title={
          left.length > 0
            ? t('{{title}}: the source names no {{left}}', {
                title: said(entry.title),
                left: andList(left.map(said)),
              })
            : t('{{title}}: chosen for this site', { title: said(entry.title) })
        }
        acts={
          <>
            <Segments
              id={`undecided-${entry.id}`}
              name={t('Who starts {{title}}', { title: said(entry.title) })}
              segments={directions()}
              chosen={chosen?.direction ?? null}
              onChoose={(direction) => set(entry.id, { direction })}
            />
            {preview.rules.deployment === 'inline' ? (
              <Segments
                name={t('Port of {{title}}', { title: said(entry.title) })}
                segments={ports()}
                chosen={chosen?.port ?? null}
                onChoose={(port) => set(entry.id, { port })}
              />
            ) : null}
          </>
        }
      >
        <p>
          {t(
            'In: another device starts the session. Out: the node does. Until it is chosen no rule can be made.',
          )}
        </p>
      </Banner>
    );
  });
}
