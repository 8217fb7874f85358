/** An abort signal that is not the platform's: as in a test environment with a page's globals, or of a polyfill. */
export class PageAbortSignal extends EventTarget {
  aborted: boolean = false;
  reason: unknown = undefined;
  /** How many listeners it has. */
  listeners: number = 0;

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners += 1;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners -= 1;
    super.removeEventListener(...args);
  }
}

/** The controller of a `PageAbortSignal`. */
export class PageAbortController {
  readonly signal: PageAbortSignal = new PageAbortSignal();

  /** The signal as a caller passes it. Its class lacks members of the platform's that this package does not use. */
  get passed(): AbortSignal {
    return this.signal as unknown as AbortSignal;
  }

  abort(reason: unknown = new DOMException("aborted", "AbortError")): void {
    this.signal.aborted = true;
    this.signal.reason = reason;
    this.signal.dispatchEvent(new Event("abort"));
  }
}
