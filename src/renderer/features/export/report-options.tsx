import { useTranslation } from 'react-i18next';
import { usuallyListed, type ReportStyle } from '../../../shared/export.ts';
import { languages } from '../../../shared/locales/texts.ts';
import { useFormat } from '../../state/preferences.ts';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';

const lengths = ['0', '100', '1000', String(usuallyListed), '20000'];

interface ReportOptionsProps {
  value: ReportStyle;
  onChange: (value: ReportStyle) => void;
  isDisabled: boolean;
}

/** What a person says of a report: HTML or PDF. */
export function ReportOptions({ value, onChange, isDisabled }: ReportOptionsProps) {
  const { t } = useTranslation('export');
  const format = useFormat();
  const change = (part: Partial<ReportStyle>) => onChange({ ...value, ...part });
  return (
    <>
      <TextField
        label={t('report.question')}
        note={t('report.questionNote')}
        value={value.question}
        onChange={(question) => change({ question })}
        isDisabled={isDisabled}
        lines={2}
      />
      <TextField
        label={t('report.author')}
        value={value.author}
        onChange={(author) => change({ author })}
        isDisabled={isDisabled}
      />
      <ChoiceGroup
        label={t('report.language')}
        look="bar"
        value={value.language}
        onChange={(language) => change({ language })}
        isDisabled={isDisabled}
        choices={languages.map((id) => ({ id, label: t(`report.languages.${id}`) }))}
      />
      <Select
        label={t('report.listed')}
        note={t('report.listedNote')}
        value={String(value.listed)}
        onChange={(listed) => change({ listed: Number(listed) })}
        isDisabled={isDisabled}
        choices={lengths.map((id) => ({
          id,
          label: id === '0' ? t('report.none') : format.number(Number(id)),
        }))}
      />
    </>
  );
}
