import { withoutHalves } from './half-characters.ts';

/**
 * A text for people without the middle of what is too long for them: a hostile name in it may be as long as its file. What
 * stands in front of the name and behind it, the known words for example, stays.
 *
 * @param most characters in all, at least 20
 */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const left = most - 3;
  const front = Math.ceil((left * 2) / 3);
  return withoutHalves(`${text.slice(0, front)}...${text.slice(front - left)}`);
}
