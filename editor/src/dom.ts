// Makes elements in a line. Every part of the editor that shows something uses it.

type Child = Node | string | null | undefined | false;
type Props = Record<string, unknown>;

/** An element with properties (`onclick`, `className`), attributes (`aria-label`, `data-x`, `role`) and children. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.includes('-') || ['role', 'for', 'list'].includes(name)) element.setAttribute(name, String(value));
    else (element as unknown as Props)[name] = value;
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** Waits until nobody has called for a while. */
export function after<A extends unknown[]>(milliseconds: number, act: (...args: A) => void): (...args: A) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), milliseconds);
  };
}

/** Whether this machine's command key is the Apple one. */
export const apple = /Mac|iP(hone|ad|od)/.test(navigator.platform);
