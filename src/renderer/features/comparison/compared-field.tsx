import { useState } from 'react';
import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import type { ComparedGroup, ComparedValue, Comparison } from '../../../shared/comparison.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { useEventWords } from '../review/event-words.ts';
import { useFacetName } from '../review/facet-name.ts';
import { agentName } from '../review/gist.ts';
import { narrowed, type Side, type Sides } from './sides.ts';
import styles from './comparison.module.css';

const few = 5;
const groups = ['onlyA', 'onlyB', 'both'] as const;
const codes: ReadonlySet<string> = new Set(['event', 'ip', 'targetType']);

interface ComparedFieldProps {
  groups: Comparison['fields'][number];
  /** Events of each side. */
  totals: { a: number; b: number };
  sides: Sides;
  onShow: (side: Side) => void;
}

/** The values of a field: those of one side alone, then those of both with how much they differ. */
export function ComparedField({ groups: found, totals, sides, onShow }: ComparedFieldProps) {
  const { t } = useTranslation('comparison');
  const name = useFacetName()(found.field);
  const shares = groups.flatMap((group) =>
    found[group].values.flatMap(({ a, b }) => [share(a, totals.a), share(b, totals.b)]),
  );
  const peak = Math.max(...shares, Number.EPSILON);
  return (
    <table className={styles.field} aria-label={name}>
      <thead>
        <tr>
          <th scope="col">{name}</th>
          <th scope="col" className={styles.headA}>
            A
          </th>
          <td className={styles.bars} colSpan={2} aria-hidden />
          <th scope="col" className={styles.headB}>
            B
          </th>
          <th scope="col" className={styles.headRatio}>
            {t('ratio')}
          </th>
        </tr>
      </thead>
      {groups.map(
        (group) =>
          found[group].distinct > 0 && (
            <Group
              key={group}
              title={t(`groups.${group}`, { count: found[group].distinct })}
              field={found.field}
              group={found[group]}
              totals={totals}
              peak={peak}
              sides={sides}
              onShow={onShow}
            />
          ),
      )}
    </table>
  );
}

function share(count: number, total: number): number {
  return total === 0 ? 0 : count / total;
}

interface GroupProps extends Omit<ComparedFieldProps, 'groups'> {
  title: string;
  field: string;
  group: ComparedGroup;
  /** The greatest share that any value of the field has of its side. */
  peak: number;
}

function Group({ title, group, ...rest }: GroupProps) {
  const { t } = useTranslation('comparison');
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const { values, distinct } = group;
  const shown = open ? values : values.slice(0, few);
  const hidden = distinct - shown.length;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={6} className={styles.group}>
          {title}
        </th>
      </tr>
      {shown.map((one) => (
        <Value key={one.value} one={one} {...rest} />
      ))}
      {hidden > 0 && (
        <tr>
          <td colSpan={6} className={styles.more}>
            {open ? (
              t('unlisted', { number: format.number(hidden) })
            ) : (
              <Button variant="link" size="small" onPress={() => setOpen(true)}>
                {t('more', { number: format.number(hidden) })}
              </Button>
            )}
          </td>
        </tr>
      )}
    </tbody>
  );
}

type ValueProps = Omit<GroupProps, 'title' | 'group'> & { one: ComparedValue };

function Value({ one, field, totals, peak, sides, onShow }: ValueProps) {
  const format = useFormat();
  const words = useEventWords();
  const { value, a, b } = one;
  const named =
    field === 'event' ? words.event(value) : field === 'source' ? words.source(value) : value;
  const label = field === 'source' ? named : field === 'userAgent' ? agentName(value) : value;
  const bar = (count: number, total: number) => ({
    width: `${(share(count, total) / peak) * 100}%`,
  });
  return (
    <tr>
      <th scope="row" title={named === value ? value : `${named}\n${value}`}>
        <span className={clsx(styles.value, codes.has(field) && styles.code)}>{label}</span>
      </th>
      <Count count={a} total={totals.a} side={narrowed(sides.a, field, value)} onShow={onShow} />
      <td className={styles.barA} aria-hidden>
        {a > 0 && <span style={bar(a, totals.a)} />}
      </td>
      <td className={styles.barB} aria-hidden>
        {b > 0 && <span style={bar(b, totals.b)} />}
      </td>
      <Count count={b} total={totals.b} side={narrowed(sides.b, field, value)} onShow={onShow} />
      <td className={styles.ratio} data-far={isFar(b / a) || undefined}>
        {a > 0 && b > 0 ? `×${format.decimal(rounded(b / a))}` : ''}
      </td>
    </tr>
  );
}

/** Twice as many or half of it: what one looks for. */
function isFar(ratio: number): boolean {
  return ratio >= 2 || ratio <= 0.5;
}

/** Two digits that count: 0.042, 2.5, 130. */
function rounded(ratio: number): number {
  return Number(ratio.toPrecision(2));
}

interface CountProps {
  count: number;
  total: number;
  side: Side;
  onShow: (side: Side) => void;
}

/** A press shows these events. */
function Count({ count, total, side, onShow }: CountProps) {
  const { t } = useTranslation('comparison');
  const format = useFormat();
  if (count === 0) return <td className={clsx(styles.count, styles.none)}>–</td>;
  const number = format.number(count);
  return (
    <td className={styles.count}>
      <button
        type="button"
        title={`${t('share', { share: format.percent(share(count, total)) })}\n${side.query}`}
        aria-label={t('show', { count, number, query: side.query })}
        onClick={() => onShow(side)}
      >
        {number}
      </button>
    </td>
  );
}
