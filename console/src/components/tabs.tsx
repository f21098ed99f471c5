import { Link, type LinkOptions } from '@tanstack/react-router';
import classes from './tabs.module.css';

export interface TabsProps {
  /** What the parts are parts of, for screen readers. */
  label: string;
  tabs: readonly { label: string; to: LinkOptions['to']; exact?: boolean }[];
  params: Readonly<Record<string, string | number>>;
}

/** Links to the parts of a page, each with an address of its own; one part alone needs none. */
export function Tabs({ label, tabs, params }: TabsProps) {
  if (tabs.length < 2) return null;
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map(({ label, to, exact = false }) => (
        <Link
          key={label}
          to={to}
          params={params as never}
          className={classes.tab}
          activeOptions={{ exact, includeSearch: false }}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
