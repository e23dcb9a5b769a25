import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { ReportOutputName } from '../../../shared/documents/report-outputs/registry.ts';
import { reportOutputNames, reportOutputs } from '../../../shared/documents/report-outputs/registry.ts';
import { Act } from '../../components/act.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

/** Other forms of a report, ticked and written together. */
export function Formats({ onWrite }: { readonly onWrite: (formats: readonly ReportOutputName[]) => void }) {
  const [chosen, setChosen] = useState<readonly ReportOutputName[]>([]);
  const none = chosen.length === 0;
  return (
    <fieldset className="stack-tight">
      <legend className="field-label">{t('For other programs')}</legend>
      {reportOutputNames.map((name) => (
        <Checkbox
          key={name}
          label={said(reportOutputs[name].title)}
          checked={chosen.includes(name)}
          onChange={(event) =>
            setChosen(
              event.currentTarget.checked ? [...chosen, name] : chosen.filter((other) => other !== name),
            )
          }
          classNames={{ label: 'check-label', input: 'check-input' }}
        />
      ))}
      <div>
        <Act
          size="sm"
          off={none}
          label={none ? t('Write: tick a form first') : t('Write the ticked forms')}
          onAct={() => onWrite(chosen)}
        >
          {t('Write')}
        </Act>
      </div>
    </fieldset>
  );
}
