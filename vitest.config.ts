import { defineConfig } from 'vitest/config';

const browser = 'test/browser/**/*.test.ts';
const timed = 'test/browser/speed.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'service',
          include: ['test/**/*.test.ts'],
          exclude: [browser],
          globalSetup: ['test/helpers/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [browser],
          exclude: [timed],
          globalSetup: ['test/helpers/browser-setup.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'timed',
          include: [timed],
          globalSetup: ['test/helpers/browser-setup.ts'],
          // What is timed has the machine for itself.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
    // Each file starts servers of its own; the machine that CI has two cores.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is awaited comes at once, unless the machine is busy.
    expect: { poll: { timeout: 10_000, interval: 20 } },
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: 'test-results/report.json' }]]
      : ['default'],
  },
});
