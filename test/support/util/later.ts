/** A promise that is settled from outside. */
export interface Later<T> {
  promise: Promise<T>;
  resolve: (value: T | PromiseLike<T>) => void;
  reject: (reason: Error) => void;
}

export function later<T = undefined>(): Later<T> {
  const made: Partial<Later<T>> = {};
  const promise = new Promise<T>((resolve, reject) => {
    Object.assign(made, { resolve, reject });
  });
  return Object.assign(made, { promise }) as Later<T>;
}
