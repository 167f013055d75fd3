import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toFailure, type Failure } from '../../shared/errors.ts';
import { Button } from '../ui/button.tsx';
import { FailureNotice } from '../ui/notice.tsx';
import styles from './frame.module.css';

interface CrashGuardProps {
  children: ReactNode;
}

/** A mistake of ours while drawing must not leave an empty window: it is said, and one can go on. */
export class CrashGuard extends Component<CrashGuardProps, { failure: Failure | null }> {
  override state: { failure: Failure | null } = { failure: null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: toFailure(error) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    return failure ? <Crashed failure={failure} /> : this.props.children;
  }
}

function Crashed({ failure }: { failure: Failure }) {
  const { t } = useTranslation('common');
  return (
    <main className={styles.crashed}>
      <FailureNotice
        failure={failure}
        action={<Button onPress={() => location.reload()}>{t('reload')}</Button>}
      />
    </main>
  );
}
