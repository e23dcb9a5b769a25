import { version } from '../../../shared/lib/version.ts';
import type { GivenFile } from '../given-file.ts';
import type { VerifiedReport } from '../verify-files.ts';
import type { Child } from './dom.ts';
import { el, pairs } from './dom.ts';

/** A word that a shell takes as it stands; anything else is not put into a command. */
function safeWord(text: string, instead: string): string {
  return /^[A-Za-z0-9_][A-Za-z0-9._@+-]{0,200}$/.test(text) ? text : instead;
}

function command(shown: VerifiedReport | null): string {
  const file = safeWord(shown?.result.file ?? '', 'NAME.readiness.json');
  const email = safeWord(shown?.view?.report.signer.email ?? '', 'tech@example.com');
  return `ssh-keygen -Y verify -f allowed_signers -I ${email} -n gatecheck -s ${file}.sig < ${file}`;
}

/** A copy of a file for the person's own disk. */
function saveButton({ name, bytes }: GivenFile): Child {
  if (bytes === null) return null;
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/octet-stream' }));
    const link = el('a', { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  return el('button', { type: 'button', class: 'button plain', onclick: save }, `Save ${name}`);
}

/** What the page cannot know about itself, and how to verify without it. */
export function trustSection(
  verifierDigest: string | null,
  shown: VerifiedReport | null,
  embedded: readonly GivenFile[],
): HTMLElement {
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'trust-title' },
    el('h2', { id: 'trust-title' }, 'How far this page can be trusted'),
    el(
      'p',
      {},
      el(
        'strong',
        {},
        'A verifier that came together with a report could have been forged together with it.',
      ),
      ' Then it says whatever the forger likes. If much depends on the report, take a verifier that came another way: from the people who publish Gatecheck, or one that you have had for long, and drop the report onto that.',
    ),
    verifierDigest === null
      ? el(
          'p',
          {},
          `This is the empty verifier of version ${version}. Its file has the same bytes for everyone: sha256sum of it must give what `,
          el('code', {}, 'gatecheck verifier --sha256'),
          ' prints on a computer that you trust. No page can compute that about itself honestly.',
        )
      : [
          el(
            'p',
            {},
            `The report was put into the verifier of version ${version}. Empty, that file has the SHA-256 below, and `,
            el('code', {}, 'gatecheck verifier --sha256'),
            ' prints the same on a computer that you trust. It is printed here for comparing with a verifier that came another way; about this very page it proves nothing.',
          ),
          pairs([['Empty verifier, SHA-256', el('span', { class: 'mono wrap' }, verifierDigest)]]),
        ],
    el('p', {}, 'OpenSSH checks the signature without any of this (it does not recompute the verdicts):'),
    el('pre', { class: 'command', tabindex: '0', 'aria-label': 'OpenSSH command' }, command(shown)),
    embedded.length === 0
      ? null
      : [
          el('p', {}, 'The files for it, as they travel in this page:'),
          el('div', { class: 'buttons' }, embedded.slice(0, 2).map(saveButton)),
        ],
    el(
      'p',
      { class: 'sub' },
      'What a good signature proves: that the holder of the key stated this, and that it is unchanged since. Not who that is, unless the key came to you by another way; not the time; not that no other run was withheld; not that the network told the truth.',
    ),
  );
}
