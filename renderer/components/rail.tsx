import { useOpen } from '../state/use-app.ts';
import type { StepId } from '../state/steps.ts';
import { stepIds, stepTitle } from '../state/steps.ts';
import type { StepShape, StepState } from '../state/step-states.ts';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import { Term } from '../help/term.tsx';
import { t } from '../i18n/t.ts';

const shapes: Readonly<Record<StepShape, { readonly icon: IconName; readonly tone: string }>> = {
  empty: { icon: 'empty', tone: 'idle' },
  incomplete: { icon: 'inconclusive', tone: 'unsure' },
  done: { icon: 'confirmed', tone: 'pass' },
  stale: { icon: 'stale', tone: 'idle' },
  fail: { icon: 'fail', tone: 'fail' },
  running: { icon: 'running', tone: 'running' },
  'not-run': { icon: 'not-run', tone: 'idle' },
};

function wordTone(shape: StepShape): string {
  return shape === 'incomplete' ? 'tone-unsure' : shape === 'fail' ? 'tone-fail' : '';
}

function Step({
  id,
  state,
  now,
  onGo,
}: {
  readonly id: StepId;
  readonly state: StepState;
  readonly now: boolean;
  readonly onGo: () => void;
}) {
  const shape =
    now && state.shape !== 'running' ? { icon: 'now' as const, tone: 'running' } : shapes[state.shape];
  return (
    <li className={now ? 'now' : ''}>
      <button
        type="button"
        onClick={onGo}
        title={`${stepTitle(id)}: ${state.says}`}
        {...(now ? { 'aria-current': 'step' as const } : {})}
      >
        <Icon
          name={shape.icon}
          className={`tone-${shape.tone} ${state.shape === 'running' ? 'turning' : ''}`}
        />
        <span className="step-name">{stepTitle(id)}</span>
        <span className={`step-says ${wordTone(state.shape)}`}>{state.says}</span>
      </button>
    </li>
  );
}

/** The steps, each with its state in shape and words; below them what the site is. */
export function Rail() {
  const { open, preview, states, acts } = useOpen();
  const { nodes, deployment } = open.history.present;
  return (
    <nav className="rail" aria-label={t('Steps')}>
      <ol>
        {stepIds.map((id) => (
          <Step key={id} id={id} state={states[id]} now={id === open.step} onGo={() => acts.goTo(id)} />
        ))}
      </ol>
      <dl>
        <div>
          <dt>
            <Term id="node">{nodes.length === 1 ? t('Node') : t('Nodes')}</Term>
          </dt>
          <dd>{nodes.length === 1 ? nodes[0]?.name : nodes.length}</dd>
        </div>
        <div>
          <dt>
            <Term id={deployment}>{t('Mode')}</Term>
          </dt>
          <dd>{deployment === 'inline' ? t('Inline') : t('One-Arm')}</dd>
        </div>
        <div>
          <dt>
            <Term id="rule">{t('Rules')}</Term>
          </dt>
          <dd>{preview.rules.rules.length}</dd>
        </div>
        <div>
          <dt>
            <Term id="catalogue">{t('Catalogue')}</Term>
          </dt>
          <dd>{`${preview.catalog.appliance.split(' ').at(-1) ?? ''} ${preview.catalog.version}`}</dd>
        </div>
      </dl>
    </nav>
  );
}
