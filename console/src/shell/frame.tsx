import type { ReactNode } from 'react';
import type { Session } from '../api/session';
import { t } from '../texts';
import { Account } from './account';
import { ColourScheme } from './colour-scheme';
import classes from './shell.module.css';

interface FrameProps {
  /** Beside the mark: the store, or the product. */
  title: ReactNode;
  session?: Session | undefined;
  /** Before the mark, such as what opens the navigation. */
  start?: ReactNode;
  navigation?: ReactNode;
  children: ReactNode;
}

/** The landmarks of every page. */
export function Frame({ title, session, start, navigation, children }: FrameProps) {
  return (
    <div className={navigation ? classes.layout : classes.alone}>
      <a href="#content" className={classes.skip}>
        {t.shell.skip}
      </a>
      <header className={classes.header}>
        {start}
        <div className={classes.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <span className={classes.store}>{title}</span>
        </div>
        <ColourScheme />
        {session && <Account session={session} />}
      </header>
      {navigation}
      <main id="content" tabIndex={-1} className={classes.main}>
        {children}
      </main>
    </div>
  );
}
