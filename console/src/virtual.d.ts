/** The theme, made by console/build/theme-styles.ts. */
declare module 'virtual:theme.css';
