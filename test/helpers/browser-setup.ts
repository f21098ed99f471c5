import type { TestProject } from 'vitest/node';
import { findChromium } from './chromium.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The path of the system's Chromium; empty without one. */
    chromium: string;
  }
}

/** What `CLIENTELE_TEST_REQUIRE` names (`chromium`) must be there. */
export default function setup(project: TestProject): void {
  const required = process.env.CLIENTELE_TEST_REQUIRE?.split(',') ?? [];
  const chromium = findChromium() ?? '';
  if (chromium === '' && required.includes('chromium')) {
    throw new Error('Chromium is required here, and this machine has none.');
  }
  project.provide('chromium', chromium);
}
