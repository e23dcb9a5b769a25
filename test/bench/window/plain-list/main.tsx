import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { createRoot } from 'react-dom/client';

const count = Number(new URLSearchParams(window.location.search).get('rows') ?? '20000');

/** The least that a virtual list of rows of text can be: what our table is measured against. */
function PlainList() {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => 32,
    overscan: 8,
  });
  return (
    <div id="scroll" ref={scroller}>
      <div style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start }) => (
          <div key={index} style={{ transform: `translateY(${start}px)` }}>
            confirmed &nbsp; Rule {index % 40} &nbsp; 10.48.{index >> 8}.{index & 255} &nbsp; 443/tcp &nbsp; 4
            ms
          </div>
        ))}
      </div>
    </div>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<PlainList />);
