// The second factor, as a person turns it on and off.

import { expect } from '@playwright/test';

import { otp } from './otp.ts';
import type { Person } from './person.ts';

/** Its section on the security page. */
export const section = (person: Person) => person.page.locator('#two-factor');

/** Begins to set up an app, and reads its key. */
export async function begins(person: Person): Promise<string> {
  await person.opens('/account/security');
  await person.presses('Set up two-factor');
  await section(person).getByText('Enter a key instead').click();
  return person.page.locator('#two-factor-key').innerText();
}

/** Types a code; with the script the last digit sends it. */
export async function gives(person: Person, label: string, code: string, button: string): Promise<void> {
  await person.types(label, code);
  if (!person.scripted) await person.presses(button);
}

/** Sets an app up; answers its key and the recovery codes. */
export async function turnsOn(person: Person): Promise<{ key: string; codes: string[] }> {
  const key = await begins(person);
  await gives(person, 'Enter the six digits it shows', otp(key), 'Turn on');
  await expect(section(person).getByText('On', { exact: true })).toBeVisible();
  const codes = await person.page.locator('#codes-list li').allInnerTexts();
  expect(codes).toHaveLength(10);
  return { key, codes };
}

/** The same, and the codes are kept. */
export async function turnsOnAndKeeps(person: Person): Promise<{ key: string; codes: string[] }> {
  const made = await turnsOn(person);
  await person.follows('Download');
  return made;
}

/** Turns it off with the password. */
export async function turnsOff(person: Person, password: string): Promise<void> {
  await person.opens('/account/security');
  await section(person).getByText('Turn off two-factor', { exact: true }).first().click();
  await section(person).getByLabel('Password', { exact: true }).fill(password);
  await person.presses('Turn off two-factor');
  await expect(person.button('Set up two-factor')).toBeVisible();
}
