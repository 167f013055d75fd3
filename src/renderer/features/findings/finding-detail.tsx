import { BadgeCheck, CircleX, Eye, ListFilter, RotateCcw, Send } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleInfo } from '../../../shared/rules.ts';
import { useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { FindingEvents } from './finding-events.tsx';
import { canShow, showFinding } from './finding-query.ts';
import { useFieldWords } from './group.ts';
import type { Doing } from './judging.ts';
import { NoticeList } from './notice-list.tsx';
import { useReason } from './reason.ts';
import { SeverityBadge } from './severity-badge.tsx';
import { useRuleTexts, type Judged } from './use-findings.ts';
import styles from './findings.module.css';

interface FindingDetailProps {
  judged: Judged;
  /** Absent where it is not loaded now. */
  rule: RuleInfo | undefined;
  onAct: (what: Doing['kind']) => void;
}

/** One finding: what it rests on, what it means, its events, and what was made of it. */
export function FindingDetail({ judged, rule, onAct }: FindingDetailProps) {
  const { t } = useTranslation('findings');
  const format = useFormat();
  const words = useFieldWords();
  const reason = useReason();
  const { finding, triaged, state } = judged;
  const texts = useRuleTexts().ofFinding(finding, rule);
  const notices = useCall('notices.list', undefined, { keep: true }).data ?? [];
  const told = notices.filter((one) => one.finding === finding.key);
  return (
    <article className={styles.detail} aria-label={texts.title}>
      <header className={styles.detailHead}>
        <h2>{texts.title}</h2>
        <SeverityBadge severity={finding.severity} />
        {state !== 'new' && <span className={styles[state]}>{t(`one.${state}`)}</span>}
      </header>
      <div className={styles.buttons}>
        <Button
          variant="primary"
          icon={ListFilter}
          isDisabled={!canShow(finding)}
          onPress={() => void showFinding(finding)}
        >
          {t(finding.events === 0 ? 'showPeriod' : 'showEvents')}
        </Button>
        <Button icon={BadgeCheck} onPress={() => onAct('confirmed')}>
          {t('judge.confirm')}
        </Button>
        <Button icon={CircleX} onPress={() => onAct('dismissed')}>
          {t('judge.dismiss')}
        </Button>
        {state === 'new' ? (
          <Button icon={Eye} onPress={() => onAct('seen')}>
            {t('judge.seen')}
          </Button>
        ) : (
          <Button icon={RotateCcw} onPress={() => onAct('new')}>
            {t('judge.renew')}
          </Button>
        )}
        <Button icon={Send} onPress={() => onAct('tell')}>
          {t('tell.action')}
        </Button>
      </div>
      {!canShow(finding) && <p className="muted">{t('tooMany')}</p>}
      <dl className={styles.facts}>
        <Fact name={t('when')}>
          {`${format.period(finding.from, finding.to)}\u00a0${format.zone(finding.from)}`}
        </Fact>
        {Object.entries(finding.group).map(([field, value]) => (
          <Fact key={field} name={words.name(field)}>
            {words.value(field, value)}
          </Fact>
        ))}
        <Fact name={t('ruleName')}>
          <code>{finding.rule}</code>
        </Fact>
      </dl>
      {!rule && <p className="muted">{t('unknownRule')}</p>}
      <Part title={t('why')}>
        <p>{finding.reason ? reason(finding.reason, rule) : t('conditionSays')}</p>
      </Part>
      {texts.description && (
        <Part title={t('explanation')}>
          <p>{texts.description}</p>
        </Part>
      )}
      {texts.falsePositives.length > 0 && (
        <Part title={t('falsePositives')}>
          <ul className={styles.bullets}>
            {texts.falsePositives.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Part>
      )}
      {texts.next && (
        <Part title={t('next')}>
          <p>{texts.next}</p>
        </Part>
      )}
      {finding.events > 0 && (
        <Part title={t('itsEvents')}>
          <FindingEvents finding={finding} />
        </Part>
      )}
      {told.length > 0 && (
        <Part title={t('tell.notices')}>
          <NoticeList notices={told} />
        </Part>
      )}
      {triaged && (
        <Part title={t('history')}>
          <ol className={styles.history}>
            {triaged.history.toReversed().map(({ at, who, state: said, reason: why }) => (
              <li key={at}>
                <span>{t('said', { state: t(`one.${said}`), who, at: format.isoMoment(at) })}</span>
                {why !== null && <p>{why}</p>}
              </li>
            ))}
          </ol>
        </Part>
      )}
    </article>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
