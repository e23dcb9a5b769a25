import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { Act } from '../../components/act.tsx';
import { TextField } from '../../components/fields.tsx';
import { t } from '../../i18n/t.ts';
import { findingAt } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { addressOf, fixesOf, labelOf, removeEndpoint, replaceEndpoint } from './endpoint-edits.ts';
import { EndpointDetails } from './endpoint-details.tsx';

/** A list as short as this is drawn whole, without a scroll bar of its own. */
const short = 60;
const rowHeight = 44;

interface RowProps {
  readonly role: string;
  readonly singular: string;
  readonly index: number;
  readonly opened: boolean;
  readonly onOpen: (opened: boolean) => void;
}

function AddressRow({ role, singular, index, opened, onOpen }: RowProps) {
  const { open, preview, acts } = useOpen();
  const endpoint = open.history.present.endpoints?.[role]?.[index];
  if (endpoint === undefined) return null;
  const address = addressOf(endpoint);
  const path = `endpoints.${role}[${index}]`;
  // Faults of details are shown at their fields, which then have to be seen.
  const wrong = findingAt(preview.findings, `${path}.address`) ?? findingAt(preview.findings, path);
  return (
    <>
      <div className="address-row">
        <TextField
          mono
          id={`field-${path}`}
          label={<span className="unseen">{`${singular} ${index + 1}`}</span>}
          value={address}
          onChange={(text) => acts.edit((site) => replaceEndpoint(site, role, index, text), path)}
          wrong={wrong}
          fixes={
            wrong === undefined
              ? []
              : fixesOf(address).map((fix) => ({
                  words: fix.words,
                  act: () => acts.edit((site) => replaceEndpoint(site, role, index, fix.address)),
                }))
          }
        />
        <span className="small sub wrap">{labelOf(endpoint)}</span>
        <span className="row-acts">
          <Act
            size="sm"
            look="flat"
            icon="pen"
            expanded={opened}
            label={t('Details of {{address}}', { address })}
            onAct={() => onOpen(!opened)}
          />
          <Act
            size="sm"
            look="flat"
            icon="trash"
            label={t('Remove {{address}}', { address })}
            onAct={() => acts.edit((site) => removeEndpoint(site, role, index))}
          />
        </span>
      </div>
      {opened ? <EndpointDetails role={role} index={index} /> : null}
    </>
  );
}

/** The addresses of a role, edited where they stand. Of a long list only what is seen is drawn. */
export function AddressList({
  role,
  title,
  singular,
  count,
}: {
  readonly role: string;
  readonly title: string;
  readonly singular: string;
  readonly count: number;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<number | null>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler's memoising is not in use here
  const list = useVirtualizer({
    count: count > short ? count : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const row = (index: number) => (
    <AddressRow
      role={role}
      singular={singular}
      index={index}
      opened={opened === index}
      onOpen={(is) => setOpened(is ? index : null)}
    />
  );
  if (count <= short)
    return (
      <ul className="address-rows" aria-label={title}>
        {Array.from({ length: count }, (_, index) => (
          <li key={index}>{row(index)}</li>
        ))}
      </ul>
    );
  return (
    <div className="address-scroll" ref={scroller}>
      <ul className="address-rows" aria-label={title} style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start }) => (
          <li
            key={index}
            data-index={index}
            ref={list.measureElement}
            aria-setsize={count}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start}px)` }}
          >
            {row(index)}
          </li>
        ))}
      </ul>
    </div>
  );
}
