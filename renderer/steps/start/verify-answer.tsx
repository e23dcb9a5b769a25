import type { VerifyAnswer, VerifyLine, VerifyResult } from '../../../shared/report/types.ts';
import type { IconName } from '../../components/icon.tsx';
import { Icon } from '../../components/icon.tsx';
import { readinessWords } from '../../components/state-words.tsx';
import { PracticeTag } from '../../components/tags.tsx';

const answers: Readonly<
  Record<VerifyAnswer, { readonly icon: IconName; readonly tone: string; readonly words: string }>
> = {
  valid: { icon: 'confirmed', tone: 'pass', words: 'valid' },
  invalid: { icon: 'fail', tone: 'fail', words: 'invalid' },
  'cannot-tell': { icon: 'inconclusive', tone: 'unsure', words: 'cannot tell' },
};

const sentences: Readonly<Record<VerifyResult['result'], string>> = {
  valid: 'The report is valid, and its signer is known here.',
  intact: 'The report is intact, but not everything can be told here.',
  invalid: 'The report is not valid. Do not rely on it.',
};

function Line({ line }: { readonly line: VerifyLine }) {
  const { icon, tone, words } = answers[line.answer];
  return (
    <li>
      <span className={`state tone-${tone}`}>
        <Icon name={icon} />
        {words}
      </span>
      <span>
        <b>{line.what}</b> {line.says}
      </span>
    </li>
  );
}

/** What `verify` found, line by line. */
export function VerifyAnswerPanel({ result }: { readonly result: VerifyResult }) {
  return (
    <section className="box pad verify-answer" aria-label="Verification" role="region">
      <h2>
        {result.practice ? <PracticeTag /> : null} {sentences[result.result]}
      </h2>
      <p className="sub wrap">
        {result.file}
        {result.readiness === null ? '' : `, states: ${readinessWords[result.readiness].words}`}
        {result.signer === null
          ? ''
          : `. Signed by ${result.signer.name}, ${result.signer.known ? 'a known signer' : 'an unknown signer'}, ${result.signer.fingerprint}`}
      </p>
      <ul>
        {result.lines.map((line) => (
          <Line key={line.what} line={line} />
        ))}
      </ul>
    </section>
  );
}
