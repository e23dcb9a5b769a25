import { expect, it } from 'vitest';
import { sharedSentences, withoutShared } from '../../../renderer/steps/report/shared-sentences.ts';

const cause =
  'Nothing beyond the node’s own network answered in this run, so one cause may explain all of it.';
const row = (to: string): string => `No answer came to node a-1 from ${to} on 53/tcp in 3.0 s. ${cause}`;

it('what every row says is said once, and each row keeps what was seen in it', () => {
  const texts = [row('10.1.1.1'), row('10.1.1.2'), row('10.1.1.3')];
  const shared = sharedSentences(texts);
  expect(shared).toEqual([cause]);
  expect(withoutShared(texts[1] ?? '', shared)).toBe(
    'No answer came to node a-1 from 10.1.1.2 on 53/tcp in 3.0 s.',
  );
});

it('what one row does not say is not said of it; few rows say everything themselves', () => {
  expect(sharedSentences([row('10.1.1.1'), row('10.1.1.2'), 'The port is closed.'])).toEqual([]);
  expect(sharedSentences([row('10.1.1.1'), row('10.1.1.2')])).toEqual([]);
  expect(sharedSentences(['Refused.', 'Refused.', 'Refused.'])).toEqual([]);
});

it('a sentence that names its own row stays there', () => {
  const texts = ['10.1.1.1', '10.1.1.2', '10.1.1.3'].map((to) => `Refused. Ask for ${to}. ${cause}`);
  expect(sharedSentences(texts)).toEqual([cause]);
  expect(withoutShared(texts[0] ?? '', [cause])).toBe('Refused. Ask for 10.1.1.1.');
});

it('Japanese sentences stand without spaces', () => {
  const texts = ['一', '二', '三'].map((to) => `${to}から応答がありません。原因は一つかもしれません。`);
  expect(sharedSentences(texts)).toEqual(['原因は一つかもしれません。']);
});
