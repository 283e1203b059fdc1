// The account that most tests start with, and signing in without the screens.

import type { APIRequestContext } from '@playwright/test';

import type { Server } from './server.ts';

export interface Account {
  firstName: string;
  lastName: string;
  displayName: string;
  email: string;
  password: string;
}

export const ADA: Account = {
  firstName: 'Ada',
  lastName: 'Okafor',
  displayName: 'Ada Okafor',
  email: 'ada@fjordline.example',
  password: 'seven grey seals sing',
};

export const BEA: Account = {
  firstName: 'Bea',
  lastName: 'Lund',
  displayName: 'Bea Lund',
  email: 'bea@fjordline.example',
  password: 'nine brown bears hum',
};

/** The demo's person; the terminal says the password. */
export function mara(server: Server): Account {
  return {
    firstName: 'Mara',
    lastName: 'Lindqvist',
    displayName: 'Mara Lindqvist',
    email: 'mara@fjordline.example',
    password: server.demoPassword,
  };
}

/** Makes the first account through the link in the terminal; it is signed in then. */
export async function setUp(server: Server, account: Account, browser: APIRequestContext) {
  await post(server, browser, 'set-up/finish', {
    link: server.setUpLink.split('/').at(-1) ?? '',
    first_name: account.firstName,
    last_name: account.lastName,
    email: account.email,
    password: account.password,
  });
}

/** Signs the browser in that `browser` shares its cookies with. */
export async function signIn(server: Server, account: Account, browser: APIRequestContext) {
  await post(server, browser, 'sign-in/begin', { email: account.email, next: '' });
  await post(server, browser, 'sign-in/finish', { password: account.password });
}

/** What a form of ours sends. */
async function post(
  server: Server,
  browser: APIRequestContext,
  endpoint: string,
  form: Record<string, string>,
) {
  const headers = { Origin: server.url, Accept: 'application/json' };
  const answer = await browser.post(`${server.url}/_fn/${endpoint}`, { form, headers });
  if (!answer.ok()) throw new Error(`${endpoint}: ${answer.status()} ${await answer.text()}`);
}
