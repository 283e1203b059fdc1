// The browser tests: the real program, a real Chromium, what people see.

import { defineConfig } from '@playwright/test';

import { chromium } from './support/chromium.ts';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 7_000 },
  reporter: 'list',
  use: {
    ...chromium,
    contextOptions: { reducedMotion: 'reduce' },
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'with script', grepInvert: /@plain/ },
    { name: 'without script', grep: /@both|@plain/, use: { javaScriptEnabled: false } },
  ],
});
