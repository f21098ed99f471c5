const NAME = 'clientele.token';

type Listener = (reason: 'refused' | 'gone') => void;

/**
 * The credential of this tab. It is kept for as long as the tab lives, never in a URL, and no
 * other tab or site has it.
 */
class Token {
  readonly #listeners = new Set<Listener>();

  get current(): string | undefined {
    return sessionStorage.getItem(NAME) ?? undefined;
  }

  keep(credential: string): void {
    sessionStorage.setItem(NAME, credential);
  }

  /** Whoever is signed in leaves. */
  drop(): void {
    this.#end('gone');
  }

  /** The service takes a credential no longer: it was revoked, or has ended. */
  refused(credential: string): void {
    if (this.current === credential) this.#end('refused');
  }

  onEnd(listener: Listener): void {
    this.#listeners.add(listener);
  }

  #end(reason: 'refused' | 'gone'): void {
    sessionStorage.removeItem(NAME);
    for (const listener of this.#listeners) listener(reason);
  }
}

export const token = new Token();
