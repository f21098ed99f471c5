import { Link, type LinkOptions, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import classes from './tabs.module.css';

export interface Tab {
  label: string;
  to: LinkOptions['to'];
  /** Only at this very address, and not below it. */
  exact?: boolean;
}

interface TabsProps {
  /** What the parts are parts of, for screen readers. */
  label: string;
  tabs: readonly Tab[];
  params: Readonly<Record<string, string | number>>;
}

/** Links to the parts of a page, each with an address of its own; one part alone needs none. */
export function Tabs({ label, tabs, params }: TabsProps) {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: on each address
  useEffect(() => {
    const active = nav.current?.querySelector('[data-status="active"]');
    // Also where not all of them have room.
    active?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [pathname]);
  if (tabs.length < 2) return null;
  return (
    <nav aria-label={label} className={classes.tabs} ref={nav}>
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
