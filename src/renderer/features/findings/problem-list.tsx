import { useTranslation } from 'react-i18next';
import type { RuleProblem } from '../../../shared/rules.ts';
import { useProblemText } from './reason.ts';
import styles from './findings.module.css';

interface ProblemListProps {
  problems: readonly RuleProblem[];
  /** Makes each a button that leads to its line. */
  onGoTo?: (problem: RuleProblem) => void;
}

/** Why rules are refused, each by name and line. */
export function ProblemList({ problems, onGoTo }: ProblemListProps) {
  const { t } = useTranslation('findings');
  const problemText = useProblemText();
  return (
    <ul className={styles.problems}>
      {problems.map((problem, at) => {
        const { file, line, rule } = problem;
        const what = problemText(problem);
        const words =
          file === null
            ? t('rules.problemHere', { line, what })
            : t('rules.problem', { file, line, what });
        return (
          <li key={`${file} ${line} ${at}`}>
            {onGoTo ? (
              <button type="button" onClick={() => onGoTo(problem)}>
                {words}
              </button>
            ) : (
              words
            )}
            {rule !== null && file !== null && <span className="muted"> · {rule}</span>}
          </li>
        );
      })}
    </ul>
  );
}
