import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { goAlong, useTrail } from '../../state/trail.ts';
import { IconButton } from '../../ui/button.tsx';
import { chosen } from '../marks/chosen.ts';

/** Back and forward through what was shown: query, period and order. */
export function TrailButtons() {
  const { t } = useTranslation('table');
  const { past, future } = useTrail();
  return (
    <>
      <IconButton
        icon={ArrowLeft}
        label={t('trail.back')}
        shortcut="Alt ←"
        isDisabled={past.length === 0}
        onPress={() => goAlong('back', chosen.get().cursor)}
      />
      <IconButton
        icon={ArrowRight}
        label={t('trail.forward')}
        shortcut="Alt →"
        isDisabled={future.length === 0}
        onPress={() => goAlong('forward', chosen.get().cursor)}
      />
    </>
  );
}
