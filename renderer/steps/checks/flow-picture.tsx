import { useCallback } from 'react';
import type { PictureLane } from '../../../shared/documents/picture/types.ts';
import { TopologyPicture } from '../../topology/topology-picture.tsx';
import type { Lanes } from './lanes.ts';

/** The picture of a run. Shares its selection with the table. */
export function FlowPicture({
  lanes,
  chosen,
  onChoose,
}: {
  readonly lanes: Lanes;
  /** Entry of the chosen check, or null. */
  readonly chosen: string | null;
  readonly onChoose: (check: string) => void;
}) {
  const open = useCallback(
    ({ sight }: PictureLane) => {
      if (sight.check !== null) onChoose(sight.check);
    },
    [onChoose],
  );
  return <TopologyPicture sights={lanes} chosen={chosen} onChoose={open} />;
}
