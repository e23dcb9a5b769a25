import type { Finding } from '../../shared/lib/result.ts';
import { useOpen } from '../state/use-app.ts';
import type { StepId } from '../state/steps.ts';
import { stepTitle } from '../state/steps.ts';
import { Act } from './act.tsx';
import { Banner } from './banner.tsx';
import { messageInWords, placeInWords } from '../../shared/site/place-words.ts';
import { said } from '../i18n/said.ts';
import { t, tn } from '../i18n/t.ts';

/** The step whose fields a finding is about. */
export function stepOfFinding({ path }: Finding): StepId {
  const part = /^\w*/.exec(path)?.[0] ?? '';
  const ssh = /\.ssh\b/.test(path);
  if (part === 'nodes') return ssh ? 'checks' : 'deployment';
  if (part === 'features' || part === 'entries') return 'features';
  if (part === 'endpoints') return 'endpoints';
  if (part === 'request') return 'request';
  return 'site';
}

/** Why the site is not valid yet, with a way to each place. */
export function FindingsBanner() {
  const { open, preview, acts } = useOpen();
  const { findings } = preview;
  const first = findings[0];
  if (first === undefined) return null;
  const steps = [...new Set(findings.map(stepOfFinding))].filter((step) => step !== open.step);
  return (
    <Banner
      id="problem-banner"
      tone="unsure"
      icon="inconclusive"
      title={tn(
        '{{count}} thing to put right before documents and checks',
        '{{count}} things to put right before documents and checks',
        findings.length,
      )}
      acts={steps.map((step) => (
        <Act key={step} size="sm" onAct={() => acts.goTo(step)}>
          {t('Go to {{step}}', { step: stepTitle(step) })}
        </Act>
      ))}
    >
      <ul>
        {findings.slice(0, 5).map((finding) => (
          <li key={`${finding.path} ${messageInWords(finding.message)}`}>
            <b>{said(placeInWords(finding.path, preview))}:</b> {said(messageInWords(finding.message))}{' '}
            {said(finding.cure ?? '')}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
