import { footerOf } from '../state/footer.ts';
import { neighbour, stepTitle } from '../state/steps.ts';
import { useOpen } from '../state/use-app.ts';
import { Act } from './act.tsx';
import { focusOn } from './focus.ts';
import { Icon } from './icon.tsx';
import { t } from '../i18n/t.ts';

/** Back and Next, named after their steps; between them what is missing, with a link to it. Next is never disabled. */
export function Footer() {
  const { open, preview, acts } = useOpen();
  const back = neighbour(open.step, -1);
  const next = neighbour(open.step, 1);
  const { says, tone, link } = footerOf(open, preview);
  return (
    <footer className="foot">
      <Act
        size="lg"
        icon="left"
        label={back === null ? t('Back to the start screen') : t('Back: {{step}}', { step: stepTitle(back) })}
        onAct={() => (back === null ? void acts.close() : acts.goTo(back))}
      >
        {back === null ? t('Start screen') : stepTitle(back)}
      </Act>
      <p className="why-next">
        <Icon
          name={tone === 'unsure' ? 'inconclusive' : 'info'}
          className={tone === 'unsure' ? 'tone-unsure' : ''}
        />
        <span>
          {says}{' '}
          {link === null ? null : (
            <button type="button" className="link" onClick={() => focusOn(link.target)}>
              {link.words}
            </button>
          )}
        </span>
      </p>
      <Act
        size="lg"
        look="filled"
        iconAfter="right"
        label={next === null ? t('Finish') : t('Next: {{step}}', { step: stepTitle(next) })}
        onAct={() => (next === null ? void acts.close() : acts.goTo(next))}
      >
        {next === null ? t('Finish') : stepTitle(next)}
      </Act>
    </footer>
  );
}
