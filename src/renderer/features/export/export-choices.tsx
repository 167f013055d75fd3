import { useTranslation } from 'react-i18next';
import { offeredFormats, takesChoice, type OfferedFormat } from '../../../shared/export.ts';
import { Checkbox, ChoiceGroup } from '../../ui/choice.tsx';
import { Select } from '../../ui/select.tsx';
import { blankReport, type StyleChoices } from './export-style.ts';
import { ReportOptions } from './report-options.tsx';
import styles from './export.module.css';

interface ExportChoicesProps {
  format: OfferedFormat;
  onFormat: (format: OfferedFormat) => void;
  value: StyleChoices;
  onChange: (value: StyleChoices) => void;
  isDisabled: boolean;
}

/** The format, and of everything that can be chosen what means something to it. */
export function ExportChoices(props: ExportChoicesProps) {
  const { format, onFormat, value, onChange, isDisabled } = props;
  const { t, i18n } = useTranslation('export');
  return (
    <>
      <div className={styles.format}>
        <ChoiceGroup
          label={t('format')}
          look="bar"
          value={format}
          onChange={onFormat}
          isDisabled={isDisabled}
          choices={offeredFormats.map((id) => ({ id, label: t(`formats.${id}.name`) }))}
        />
        <p className={styles.note} aria-live="polite">
          {t(`formats.${format}.note`)}
        </p>
      </div>
      {takesChoice(format, 'question') && (
        <ReportOptions
          value={value.report ?? blankReport(i18n.language === 'ru' ? 'ru' : 'en')}
          onChange={(report) => onChange({ ...value, report })}
          isDisabled={isDisabled}
        />
      )}
      <div className={styles.row}>
        {takesChoice(format, 'columns') && (
          <ChoiceGroup
            label={t('columns.label')}
            look="bar"
            value={value.which}
            onChange={(which) => onChange({ ...value, which })}
            isDisabled={isDisabled}
            choices={[
              { id: 'shown', label: t('columns.shown') },
              { id: 'all', label: t('columns.all') },
            ]}
          />
        )}
        {takesChoice(format, 'separator') && (
          <Select
            label={t('separator.label')}
            value={value.separator}
            onChange={(separator) => onChange({ ...value, separator })}
            isDisabled={isDisabled}
            choices={(['comma', 'semicolon', 'tab'] as const).map((id) => ({
              id,
              label: t(`separator.${id}`),
            }))}
          />
        )}
      </div>
      {(['bom', 'partitioned', 'syslog'] as const)
        .filter((choice) => takesChoice(format, choice))
        .map((choice) => (
          <Checkbox
            key={choice}
            label={t(`${choice}.label`)}
            note={t(`${choice}.note`)}
            value={value[choice]}
            onChange={(on) => onChange({ ...value, [choice]: on })}
            isDisabled={isDisabled}
          />
        ))}
    </>
  );
}
