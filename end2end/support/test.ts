// `test`: every test has a server, data, and a browser of its own.

import { cp } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, request, test as base, type BrowserContext } from '@playwright/test';

import { ADA, mara, setUp, signIn } from './account.ts';
import { watchForLife } from './alive.ts';
import { Noise } from './noise.ts';
import { Person } from './person.ts';
import { Server, withFolder } from './server.ts';

interface Options {
  /** The instance: without anybody, with Ada's account, or the lively demo. */
  instance: 'empty' | 'account' | 'demo';
  signedIn: boolean;
  /** More settings of the server. */
  settings: Record<string, string>;
}

interface Fixtures {
  server: Server;
  noise: Noise;
  person: Person;
}

/** A folder in which Ada has an account, and the cookie of her session. */
interface Prepared {
  folder: string;
  cookies: Awaited<ReturnType<BrowserContext['cookies']>>;
}

export const test = base.extend<Options & Fixtures, { prepared: Prepared }>({
  instance: ['account', { option: true }],
  signedIn: [true, { option: true }],
  settings: [{}, { option: true }],

  prepared: [
    async ({}, use) => {
      await withFolder(async (folder) => {
        const server = await Server.start(folder);
        const browser = await request.newContext();
        await setUp(server, ADA, browser);
        const { cookies } = await browser.storageState();
        await browser.dispose();
        await server.stop();
        await use({ folder, cookies });
      });
    },
    { scope: 'worker' },
  ],

  server: async ({ instance, settings, prepared }, use) => {
    await withFolder(async (folder) => {
      const data = 'latchkey-data';
      if (instance === 'account') {
        await cp(join(prepared.folder, data), join(folder, data), { recursive: true });
      }
      // Ada signed in when the worker began, which may be longer ago than a proof counts.
      const lasting = instance === 'account' ? { LATCHKEY_SESSIONS_STEP_UP_SECONDS: '3600' } : {};
      const server = await Server.start(folder, { demo: instance === 'demo', settings: { ...lasting, ...settings } });
      await use(server);
      await server.stop();
      expect(server.complaints, 'the log of the server').toBe('');
    });
  },

  baseURL: ({ server }, use) => use(server.url),

  noise: [
    async ({ context, javaScriptEnabled }, use) => {
      const noise = new Noise(context, javaScriptEnabled !== false);
      await use(noise);
      expect(noise.unexpected, 'the console of the browser').toEqual([]);
    },
    { auto: true },
  ],

  person: async ({ page, context, server, noise, instance, signedIn, prepared, javaScriptEnabled }, use) => {
    const account = instance === 'demo' ? mara(server) : ADA;
    if (signedIn && instance === 'account') await context.addCookies(prepared.cookies);
    if (signedIn && instance === 'demo') await signIn(server, account, context.request);
    await use(new Person(page, server, account, javaScriptEnabled !== false, noise));
  },

  context: async ({ context }, use) => {
    await watchForLife(context);
    await use(context);
  },
});

/** A test that holds with and without scripts, and is run both ways. */
export const both = { tag: '@both' };
/** A test of what is different without scripts. */
export const plain = { tag: '@plain' };

export { expect };
