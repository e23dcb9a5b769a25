import type { PictureLane } from '../../shared/documents/picture/types.ts';

/** What a lane tells the picture. */
export interface LaneCalls {
  readonly choose: (lane: PictureLane) => void;
  readonly point: (lane: PictureLane | null) => void;
  readonly focus: (lane: PictureLane | null) => void;
}
