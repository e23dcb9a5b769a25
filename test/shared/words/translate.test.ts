import { describe, expect, it } from 'vitest';
import { translate } from '../../../shared/words/translate.ts';

const german = {
  '{node} refused the password for “{user}”.': '{node} hat das Passwort für „{user}“ abgelehnt.',
  '{count#} lines added': '{count} Zeilen hinzugefügt',
  '{count#} {count?line|lines} of {other#}': '{other} / {count} {count?Zeile|Zeilen}',
  Draft: 'Entwurf',
  'This is a draft.': 'Dies ist ein Entwurf.',
  '{target} answered{onService~}{aside~}.': '{target} hat{onService} geantwortet{aside}.',
  '~[onService] on {service^}': ' auf {service}',
  '~[aside] ({outcome~})': ' ({outcome})',
  '~no answer': 'keine Antwort',
  'No check of {nodes,} gave an answer.': 'Keine Prüfung von {nodes} ergab eine Antwort.',
  '~ and ': ' und ',
};

const say = (text: string): string => translate(text, 'de', german);

describe('translate', () => {
  it('keeps the values of a sentence', () => {
    expect(say('szz-1 refused the password for “admin”.')).toBe(
      'szz-1 hat das Passwort für „admin“ abgelehnt.',
    );
  });
  it('translates sentence by sentence and leaves strange ones', () => {
    expect(say('This is a draft. Ask Bob. gdn-1 refused the password for “x y”.')).toBe(
      'Dies ist ein Entwurf. Ask Bob. gdn-1 hat das Passwort für „x y“ abgelehnt.',
    );
  });
  it('reads phrases where the template has them', () => {
    expect(say('dns1 (10.1.1.1) answered on 53/udp (no answer).')).toBe(
      'dns1 (10.1.1.1) hat auf 53/udp geantwortet (keine Antwort).',
    );
    expect(say('dns1 answered (SERVFAIL).')).toBe('dns1 hat geantwortet (SERVFAIL).');
  });
  it('joins lists with the words of the language, never inside a name', () => {
    expect(say('No check of gdn-1, gdn-2 and waw-1 gave an answer.')).toBe(
      'Keine Prüfung von gdn-1, gdn-2 und waw-1 ergab eine Antwort.',
    );
    expect(say('No check of Smith and Sons Ltd gave an answer.')).toBe(
      'Keine Prüfung von Smith and Sons Ltd ergab eine Antwort.',
    );
  });
  it('chooses the word form by the number', () => {
    expect(say('1 line of 3')).toBe('3 / 1 Zeile');
    expect(say('2 lines of 3')).toBe('3 / 2 Zeilen');
    expect(say('2 line of 3')).toBe('2 line of 3');
  });
  it('leaves what is no sentence of ours', () => {
    for (const text of ['', 'Draft 2', '10.0.0.1', 'on 53/udp', 'no answer', 'draft'])
      expect(say(text)).toBe(text);
    expect(say('Draft')).toBe('Entwurf');
  });
});
