// An authenticator of the browser's own making: it keeps passkeys, and says yes by itself.

import type { CDPSession, Page } from '@playwright/test';

export class Authenticator {
  private constructor(
    private readonly browser: CDPSession,
    private readonly id: string,
  ) {}

  /** A phone or laptop that knows its owner, or a key that is plugged in. */
  static async of(page: Page, kind: 'internal' | 'usb' = 'internal'): Promise<Authenticator> {
    const browser = await page.context().newCDPSession(page);
    await browser.send('WebAuthn.enable');
    const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: kind,
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Authenticator(browser, authenticatorId);
  }

  /** Whether whoever holds it shows the right finger. */
  async knowsItsOwner(isUserVerified: boolean): Promise<void> {
    await this.browser.send('WebAuthn.setUserVerified', { authenticatorId: this.id, isUserVerified });
  }

  /** The passkeys on it. */
  async keeps(): Promise<number> {
    const { credentials } = await this.browser.send('WebAuthn.getCredentials', { authenticatorId: this.id });
    return credentials.length;
  }
}

/** Takes the list of passkeys away that opens at a field by itself: buttons are left. */
export async function offersNothing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (globalThis.PublicKeyCredential) {
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
    }
  });
}
