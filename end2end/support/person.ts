// A person at a browser: what they do, in their words.

import { expect, type BrowserContext, type Locator, type Page, type Response } from '@playwright/test';

import type { Account } from './account.ts';
import { alive } from './alive.ts';
import type { Noise } from './noise.ts';
import type { Server } from './server.ts';

export class Person {
  constructor(
    readonly page: Page,
    readonly server: Server,
    readonly account: Account,
    /** The browser runs scripts. */
    readonly scripted: boolean,
    readonly noise: Noise,
  ) {}

  get context(): BrowserContext {
    return this.page.context();
  }

  /** The same person in a second tab. */
  async inAnotherTab(): Promise<Person> {
    return this.in(await this.context.newPage());
  }

  /** The same person in a tab that is there. */
  in(tab: Page): Person {
    return new Person(tab, this.server, this.account, this.scripted, this.noise);
  }

  /** The same person when our script does nothing, though the browser could. */
  async withoutOurScript(): Promise<Person> {
    // What was loaded ahead is not used then.
    this.noise.announce(/preloaded using link preload but not used/);
    await this.page.route('**/pkg/**/*.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: 'export default async () => {}; export const hydrate = () => {};',
      }));
    return new Person(this.page, this.server, this.account, false, this.noise);
  }

  /** Goes to an address, and waits until the page can be used. */
  async opens(path: string): Promise<Response> {
    const answer = await this.page.goto(path);
    await this.ready();
    if (!answer) throw new Error(`${path} did not load`);
    return answer;
  }

  /** The same for a page that may not be there. */
  async opensAnything(path: string): Promise<Response> {
    this.noise.announce(/status of 404/);
    return this.opens(path);
  }

  async reloads(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** The address is `path` now, and the page can be used. */
  async arrivesAt(path: string | RegExp): Promise<void> {
    await expect(this.page).toHaveURL(path);
    await this.ready();
  }

  async types(label: string, text: string): Promise<void> {
    await this.field(label).fill(text);
  }

  async presses(name: string): Promise<void> {
    await this.button(name).click();
  }

  async follows(name: string): Promise<void> {
    await this.link(name).click();
  }

  /** Chooses something in the account menu. */
  async choosesInAccountMenu(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Account menu/ }).click();
    const menu = this.page.locator('#me-menu');
    await menu.getByRole('button', { name }).or(menu.getByRole('link', { name })).click();
  }

  /** Chooses something in the menu at the end of a row. */
  async choosesInRow(row: string, name: string): Promise<void> {
    const opener = this.button(`Actions for ${row}`);
    // The menu follows its button: with room around it nothing has to scroll.
    await opener.evaluate((button) => button.scrollIntoView({ block: 'center', behavior: 'instant' }));
    await opener.click();
    await this.page.locator('[popover]:popover-open').getByRole('link', { name }).click();
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true }).and(this.page.locator('input'));
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true });
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true });
  }

  sees(text: string | RegExp): Promise<void> {
    return expect(this.page.getByText(text).filter({ visible: true })).toBeVisible();
  }

  /** What stands under a field as its error; the field says that it is wrong. */
  async isToldAbout(label: string, sentence: string): Promise<void> {
    await expect(this.field(label)).toHaveAttribute('aria-invalid', 'true');
    await expect(this.field(label)).toHaveAccessibleDescription(new RegExp(`^${escape(sentence)}`));
    const around = this.page.locator('.field').filter({ has: this.field(label) });
    await expect(around.getByText(sentence)).toBeVisible();
  }

  /** Waits until what was loaded can be used. */
  async ready(): Promise<void> {
    if (this.scripted) await alive(this.page);
    else await this.page.waitForLoadState();
  }
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
