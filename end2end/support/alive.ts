// When a page that the server rendered has come to life.
//
// The application's last part is the region of the toasts, on every page. Once
// it listens, and every form does, the whole page is the script's.

import type { BrowserContext, Page } from '@playwright/test';

declare global {
  interface Window {
    alive?: Promise<void>;
  }
}

/** Makes every page of the browser know when it is alive. */
export async function watchForLife(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const listening = new WeakSet<EventTarget>();
    const add = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (type: string, ...rest: never[]) {
      if (type === 'submit' || type === 'mouseenter') listening.add(this);
      return Reflect.apply(add, this, [type, ...rest]);
    };
    const isAlive = () => {
      const toasts = document.querySelector('.toasts');
      // A form that is only there without the script has nothing to listen for, nor has a
      // search, whose answer is another address.
      const forms = [...document.forms].filter((form) => !form.matches('.if-no-script, [role=search]'));
      return toasts && listening.has(toasts) && forms.every((form) => listening.has(form));
    };
    window.alive = new Promise((resolve, reject) => {
      const late = Date.now() + 20_000;
      const look = () => {
        // Effects run after the listeners are there.
        if (isAlive()) setTimeout(resolve, 0);
        else if (Date.now() > late) reject(new Error('the page did not come to life'));
        else setTimeout(look, 10);
      };
      look();
    });
    window.alive.catch(() => undefined);
  });
}

/** Waits until the page is alive. */
export async function alive(page: Page): Promise<void> {
  await page.waitForLoadState();
  await page.evaluate(() => window.alive);
}
