/** Text sizes in percent: the zoom of the page, so that layouts react to it. */
export const zooms = [100, 125, 150, 200] as const;

export type Zoom = (typeof zooms)[number];
