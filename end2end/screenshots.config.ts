// The pictures of the README, made from the demo.

import { defineConfig } from '@playwright/test';

import tests from './playwright.config.ts';

export default defineConfig({
  ...tests,
  testDir: 'screenshots',
  testMatch: '*.ts',
  projects: [
    { name: 'light-1280', use: { colorScheme: 'light' } },
    { name: 'dark-1280', use: { colorScheme: 'dark' } },
    { name: 'light-390', use: { colorScheme: 'light', viewport: { width: 390, height: 844 } } },
  ],
});
