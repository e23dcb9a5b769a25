import { el, fill, state } from './dom.ts';

function bare(text: string): string {
  return /SHA256:[A-Za-z0-9+/]*/.exec(text)?.[0] ?? text.trim();
}

/**
 * The key that signed, large, and a place to hold it against the one that came by another way. The answer never makes a
 * report valid: it is the person's, not the page's.
 */
export function fingerprintSection(fingerprint: string, known: boolean): HTMLElement {
  const answer = el('p', { role: 'status', class: 'compared' });
  const input = el('input', {
    type: 'text',
    id: 'fingerprint',
    class: 'mono',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'SHA256:…',
    oninput: () => {
      const given = bare(input.value);
      if (given === '') fill(answer);
      else if (given === fingerprint)
        fill(
          answer,
          state('pass', 'confirmed', 'The same.'),
          ' This report was signed with the key that you were told of.',
        );
      else
        fill(
          answer,
          state('fail', 'fail', 'Different.'),
          ' This report was signed with another key than the one that you were told of: do not rely on it.',
        );
    },
  });
  return el(
    'section',
    { class: 'key card', 'aria-labelledby': 'key-title' },
    el('h2', { id: 'key-title' }, 'The key that signed'),
    el('p', { class: 'fingerprint mono' }, fingerprint),
    el(
      'p',
      {},
      el('strong', {}, 'Is this the fingerprint that the signer gave you by another way?'),
      known
        ? ' Your allowed_signers file names it; whether that file is right, only you know.'
        : ' On the phone, on paper, in an earlier contract: not in the mail that brought this report.',
    ),
    el(
      'div',
      { class: 'field' },
      el('label', { for: 'fingerprint' }, 'Paste or type the one that you were given'),
      input,
      answer,
    ),
  );
}
