// As much of a browser as the flows need: cookies, redirects, and forms.
const entities = { amp: '&', lt: '<', gt: '>', quot: '"' };
const decode = text => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, number, name) =>
  hex ? String.fromCodePoint(parseInt(hex, 16)) : number ? String.fromCodePoint(Number(number)) : entities[name]);

export class Browser {
  #cookies = new Map();

  constructor(origin) {
    this.origin = origin;
  }

  /** Follows redirects of the gateway; the answer is a page, or the address that leads elsewhere. */
  async go(url, form) {
    for (let hops = 0; hops < 10; hops++) {
      const response = await fetch(url, {
        method: form ? 'POST' : 'GET',
        body: form ? new URLSearchParams(form) : undefined,
        redirect: 'manual',
        headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
        this.#cookies.set(name, value);
      }
      const location = response.headers.get('location') ?? /^0;url=(.*)$/.exec(response.headers.get('refresh') ?? '')?.[1];
      if (!location) {
        return { url, status: response.status, html: await response.text(), policy: response.headers.get('content-security-policy') };
      }
      [url, form] = [new URL(location, url).href, undefined];
      if (new URL(url).origin !== this.origin) {
        return { url, left: true };
      }
    }
    throw new Error(`Too many redirects, the last to ${url}`);
  }

  /** Signs in where the page asks for it. */
  async signIn(page, email, password) {
    return this.go(`${this.origin}/account/sign-in`, [...fields(page.html), ['email', email], ['password', password]]);
  }
}

/** The hidden fields of a page's form. */
export const fields = html => [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)]
  .map(([input]) => [decode(/name="([^"]*)"/.exec(input)[1]), decode(/value="([^"]*)"/.exec(input)?.[1] ?? '')]);
