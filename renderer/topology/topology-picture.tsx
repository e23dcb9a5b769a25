import { lazy, Suspense, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { pictureInWords } from '../../shared/documents/picture/in-words.ts';
import { layOutPicture, screenMeasures } from '../../shared/documents/picture/lay-out-picture.ts';
import type { Sights } from '../../shared/documents/picture/picture-of-rules.ts';
import { itemsOfRules, pictureOf } from '../../shared/documents/picture/picture-of-rules.ts';
import type { PictureLane } from '../../shared/documents/picture/types.ts';
import { currentLanguage, t } from '../i18n/t.ts';
import { useOpen } from '../state/use-app.ts';
import { pictureWords } from './picture-words.ts';

const FlowCanvas = lazy(() => import('./flow-canvas.tsx').then((module) => ({ default: module.FlowCanvas })));

const widest = 920;
const narrowest = 740;
const footHeight = 40;

export interface TopologyPictureProps {
  /** What was seen, by rule; null: nobody looks yet. */
  readonly sights?: Sights;
  /** Entry of what is chosen elsewhere, e.g. in a table; null: nothing. */
  readonly chosen?: string | null;
  /** A lane was clicked. Absent: a lane keeps its own mark when it is. */
  readonly onChoose?: (lane: PictureLane) => void;
}

/** Width of an element, before it is painted and whenever it changes. */
function useWidth(): readonly [(element: HTMLElement | null) => void, number] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState(0);
  const last = useRef(0);
  useLayoutEffect(() => {
    if (element === null) return undefined;
    const read = (): void => {
      const now = Math.floor(element.clientWidth);
      if (Math.abs(now - last.current) < 1) return;
      last.current = now;
      setWidth(now);
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, width];
}

/** Who talks to the node, live from the open site: node, walls, counterparts by zone, one lane for each. */
export function TopologyPicture({ sights = null, chosen = null, onChoose }: TopologyPictureProps) {
  const { preview } = useOpen();
  const { catalog, site, rules } = preview;
  const [box, width] = useWidth();
  const [pinned, setPinned] = useState<string | null>(null);
  const language = currentLanguage();
  const items = useMemo(() => itemsOfRules(catalog, site, rules), [catalog, site, rules]);
  const picture = useMemo(() => pictureOf(site, items, sights), [site, items, sights]);
  const byId = useMemo(() => new Map(rules.rules.map((rule) => [rule.id, rule])), [rules]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the words are made anew when the language changes, and only then
  const words = useMemo(() => pictureWords(), [language]);
  const drawn = Math.max(narrowest, Math.min(widest, width));
  const layout = useMemo(() => layOutPicture(picture, words, screenMeasures(drawn)), [picture, words, drawn]);
  const height = Math.ceil(layout.height * Math.min(1, width === 0 ? 1 : width / drawn));
  const isChosen = useCallback(
    (lane: PictureLane) => (chosen === null ? lane.id === pinned : lane.entries.includes(chosen)),
    [chosen, pinned],
  );
  const choose = useCallback(
    (lane: PictureLane) => {
      if (onChoose === undefined) setPinned((before) => (before === lane.id ? null : lane.id));
      else onChoose(lane);
    },
    [onChoose],
  );
  const placeOf = useCallback((lane: PictureLane) => words.place(lane.place, lane.side), [words]);
  const label = t('Who talks to the node');
  return (
    <figure className="box topo" ref={box} aria-label={label}>
      <ul className="unseen">
        {pictureInWords({ ...picture, sides: { inner: [], outer: [] } }, words).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Suspense
        fallback={
          <p className="topo-wait sub" style={{ height: height + footHeight }}>
            {t('Drawing the picture.')}
          </p>
        }
      >
        {width === 0 ? (
          <div style={{ height: height + footHeight }} />
        ) : (
          <FlowCanvas
            layout={layout}
            placeOf={placeOf}
            width={width}
            height={height}
            rules={byId}
            isChosen={isChosen}
            onChoose={choose}
            label={t('Lanes of the picture')}
          />
        )}
      </Suspense>
    </figure>
  );
}
