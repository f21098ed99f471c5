import { Text } from '@mantine/core';
import type { GroupReport } from '../../api/reports';
import { t } from '../../texts';
import { number } from '../../texts/format';
import classes from './figures.module.css';

const SHOWN = ['groups', 'members', 'customers', 'customersWithoutGroup'] as const;

/** The counts of a store, each with what it counts. */
export function Figures(report: Pick<GroupReport, (typeof SHOWN)[number]>) {
  return (
    <dl className={classes.figures}>
      {SHOWN.map((name) => (
        <div key={name} className="card">
          <Text component="dt" size="sm" c="dimmed">
            {t.overview[name]}
          </Text>
          <Text component="dd" m={0} fz={28} fw={650} lh={1.2}>
            {number(report[name])}
          </Text>
        </div>
      ))}
    </dl>
  );
}
