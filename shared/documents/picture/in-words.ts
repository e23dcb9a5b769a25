import type { Picture, PictureWords, Side } from './types.ts';

/** What the picture shows, line by line, in reading order: for who hears it, and for what cannot be drawn. */
export function pictureInWords(picture: Picture, words: PictureWords): string[] {
  const nodes = picture.nodes.map(({ name, ports }) => {
    const parts = ports.map(({ port, addresses, connected }) => {
      const at = addresses.length === 0 ? words.noAddress : addresses.join(', ');
      return `${port.toUpperCase()} ${connected ? at : words.notConnected}`;
    });
    return `${name}: ${parts.join('; ')}`;
  });
  const sides: readonly Side[] = ['inner', 'outer'];
  const lanes = sides.flatMap((side) =>
    picture.sides[side].flatMap(({ place, lanes: own }) =>
      own.map((lane) => {
        const seen = words.state(lane);
        return [
          words.place(place, side),
          words.name(lane),
          words.about(lane),
          ...(seen === null ? [] : [seen]),
        ].join(' · ');
      }),
    ),
  );
  return [...nodes, ...lanes];
}
